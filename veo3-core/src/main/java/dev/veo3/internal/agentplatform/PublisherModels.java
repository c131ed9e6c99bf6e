// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.agentplatform;

import dev.veo3.internal.codec.Exchanges;
import dev.veo3.internal.codec.ModelAnswers;
import dev.veo3.internal.codec.ModelSource;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import dev.veo3.model.ServedModel;
import dev.veo3.transport.Call;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The models of the publisher Google on the Agent Platform. */
public final class PublisherModels implements ModelSource {
    private final Endpoints endpoints;
    private final Duration timeout;
    private final ModelAnswers answers;

    /** Asks in that location. */
    public PublisherModels(Exchanges exchanges, Endpoints endpoints, Duration timeout) {
        this.endpoints = endpoints;
        this.timeout = timeout;
        this.answers = new ModelAnswers(exchanges, Platform.AGENT_PLATFORM, "publisherModels", "versionId");
    }

    @Override
    public List<ServedModel> list() throws InterruptedException {
        return answers.list(token -> Call.get(endpoints.models(token), timeout));
    }

    @Override
    public Optional<ServedModel> find(ModelId id) throws InterruptedException {
        return answers.find(id, Call.get(endpoints.model(id), timeout));
    }
}
