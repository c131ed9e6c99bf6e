// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.geminiapi;

import dev.veo3.error.VeoRequestException;
import dev.veo3.internal.codec.Exchanges;
import dev.veo3.internal.codec.NameReader;
import dev.veo3.internal.codec.OperationReader;
import dev.veo3.internal.codec.Wire;
import dev.veo3.model.ModelCatalog;
import dev.veo3.transport.Call;
import dev.veo3.video.CancelOutcome;
import dev.veo3.video.LastLook;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Veo on the Gemini API. */
public final class GeminiVeoWire implements Wire {
    private static final String SEGMENT = "[A-Za-z0-9][A-Za-z0-9._:-]*";
    private static final Pattern OPERATION = Pattern.compile("models/" + SEGMENT + "/operations/" + SEGMENT);
    private static final Function<byte[], Optional<OperationName>> NAME = NameReader.of("name", Function.identity());

    private final Exchanges exchanges;
    private final String base;
    private final Duration submitTimeout;
    private final Duration pollTimeout;
    private final ModelCatalog catalog;

    /**
     * A wire to that host.
     *
     * @param host with the scheme
     * @param version of the API
     */
    public GeminiVeoWire(Exchanges exchanges, String host, String version, Duration submitTimeout,
            Duration pollTimeout, ModelCatalog catalog) {
        this.exchanges = exchanges;
        this.base = host + "/" + version + "/";
        this.submitTimeout = submitTimeout;
        this.pollTimeout = pollTimeout;
        this.catalog = catalog;
    }

    @Override
    public boolean knows(OperationName operation) {
        return OPERATION.matcher(operation.value()).matches();
    }

    @Override
    public String nameShape() {
        return "models/M/operations/O";
    }

    @Override
    public SubmitOutcome submit(VideoRequest request, LastLook look) throws InterruptedException {
        URI address = URI.create(base + "models/" + request.model() + ":predictLongRunning");
        return exchanges.submit(Call.post(address, GeminiRequestWriter.body(request, catalog), submitTimeout), look,
                NAME);
    }

    @Override
    public OperationState poll(OperationName operation, Path spoolDirectory, Duration atMost)
            throws InterruptedException {
        if (!knows(operation)) {
            throw new VeoRequestException("\"" + operation + "\" is no operation of Veo on the Gemini API");
        }
        Call call = Call.get(URI.create(base + operation), pollTimeout).within(atMost);
        return exchanges.poll(call, operation,
                (answer, clean) -> OperationReader.read(answer, spoolDirectory, clean));
    }

    @Override
    public CancelOutcome cancel(OperationName operation) {
        throw new VeoRequestException("Veo on the Gemini API has no way to cancel: " + operation
                + " goes on, and is billed when it succeeds");
    }

    @Override
    public void delete(OperationName operation) {
        throw new VeoRequestException("Veo on the Gemini API has no way to delete " + operation
                + ": the service forgets it by itself");
    }
}
