// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.geminiapi;

import dev.veo3.internal.codec.Exchanges;
import dev.veo3.internal.codec.ModelAnswers;
import dev.veo3.internal.codec.ModelSource;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import dev.veo3.model.ServedModel;
import dev.veo3.transport.Call;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The models of the Gemini API. */
public final class GeminiModels implements ModelSource {
    // The most that the API gives at once.
    private static final int PAGE_SIZE = 1000;

    private final String base;
    private final Duration timeout;
    private final ModelAnswers answers;

    /**
     * Asks that host.
     *
     * @param host with the scheme
     * @param version of the API
     */
    public GeminiModels(Exchanges exchanges, String host, String version, Duration timeout) {
        this.base = host + "/" + version + "/models";
        this.timeout = timeout;
        this.answers = new ModelAnswers(exchanges, Platform.GEMINI_API, "models", "version");
    }

    @Override
    public List<ServedModel> list() throws InterruptedException {
        return answers.list(token -> Call.get(URI.create(base + "?pageSize=" + PAGE_SIZE + (token.isEmpty()
                ? ""
                : "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8))), timeout));
    }

    @Override
    public Optional<ServedModel> find(ModelId id) throws InterruptedException {
        return answers.find(id, Call.get(URI.create(base + "/" + id), timeout));
    }
}
