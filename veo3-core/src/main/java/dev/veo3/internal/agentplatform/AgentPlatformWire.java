// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.agentplatform;

import dev.veo3.error.VeoRequestException;
import dev.veo3.internal.codec.Exchanges;
import dev.veo3.internal.codec.NameReader;
import dev.veo3.internal.codec.OperationReader;
import dev.veo3.internal.codec.Wire;
import dev.veo3.model.ModelCatalog;
import dev.veo3.transport.Call;
import dev.veo3.transport.CallBody;
import dev.veo3.video.CancelOutcome;
import dev.veo3.video.LastLook;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/** Veo on the Agent Platform. */
public final class AgentPlatformWire implements Wire {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Function<byte[], Optional<OperationName>> NAME = NameReader.of("name", Function.identity());

    private final Exchanges exchanges;
    private final Endpoints endpoints;
    private final Duration submitTimeout;
    private final Duration pollTimeout;
    private final ModelCatalog catalog;

    /** A wire to these addresses. */
    public AgentPlatformWire(Exchanges exchanges, Endpoints endpoints, Duration submitTimeout, Duration pollTimeout,
            ModelCatalog catalog) {
        this.exchanges = exchanges;
        this.endpoints = endpoints;
        this.submitTimeout = submitTimeout;
        this.pollTimeout = pollTimeout;
        this.catalog = catalog;
    }

    @Override
    public boolean knows(OperationName operation) {
        return Endpoints.isOperation(operation);
    }

    @Override
    public String nameShape() {
        return "projects/P/locations/L/publishers/google/models/M/operations/O";
    }

    @Override
    public SubmitOutcome submit(VideoRequest request, LastLook look) throws InterruptedException {
        return exchanges.submit(
                Call.post(endpoints.submit(request.model()), RequestWriter.body(request, catalog), submitTimeout),
                look, NAME);
    }

    @Override
    public OperationState poll(OperationName operation, Path spoolDirectory, Duration atMost)
            throws InterruptedException {
        Call call = Call.post(endpoints.poll(operation), question(operation), pollTimeout).within(atMost);
        return exchanges.poll(call, operation,
                (answer, clean) -> OperationReader.read(answer, spoolDirectory, clean));
    }

    private static CallBody question(OperationName operation) {
        return CallBody.of(JSON.createObjectNode().put("operationName", operation.value()).toString()
                .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CancelOutcome cancel(OperationName operation) {
        throw new VeoRequestException("Veo on the Agent Platform has no way to cancel: " + operation
                + " goes on, and is billed when it succeeds");
    }

    @Override
    public void delete(OperationName operation) {
        throw new VeoRequestException("Veo on the Agent Platform has no way to delete " + operation
                + ": the service forgets it by itself");
    }
}
