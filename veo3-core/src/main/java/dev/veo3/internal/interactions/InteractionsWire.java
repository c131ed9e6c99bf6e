// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.interactions;

import dev.veo3.internal.codec.Exchanges;
import dev.veo3.internal.codec.NameReader;
import dev.veo3.internal.codec.Wire;
import dev.veo3.model.ModelCatalog;
import dev.veo3.transport.Call;
import dev.veo3.video.CancelOutcome;
import dev.veo3.video.LastLook;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoRequest;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Gemini Omni. An interaction is created in the background, so that the answer to a submit comes at once. */
public final class InteractionsWire implements Wire {
    /** What the official SDK for Java sends: it pins the shape of the answers. */
    private static final Map<String, String> REVISION = Map.of("Api-Revision", "2026-05-20");

    private final Exchanges exchanges;
    private final InteractionEndpoints endpoints;
    private final Duration submitTimeout;
    private final Duration pollTimeout;
    private final ModelCatalog catalog;

    /** A wire to these addresses. */
    public InteractionsWire(Exchanges exchanges, InteractionEndpoints endpoints, Duration submitTimeout,
            Duration pollTimeout, ModelCatalog catalog) {
        this.exchanges = exchanges;
        this.endpoints = endpoints;
        this.submitTimeout = submitTimeout;
        this.pollTimeout = pollTimeout;
        this.catalog = catalog;
    }

    @Override
    public boolean knows(OperationName operation) {
        return endpoints.isInteraction(operation);
    }

    @Override
    public String nameShape() {
        return endpoints.shape();
    }

    @Override
    public SubmitOutcome submit(VideoRequest request, LastLook look) throws InterruptedException {
        Call call = Call
                .post(endpoints.create(), InteractionWriter.body(request, endpoints.platform(), catalog), submitTimeout)
                .withHeaders(REVISION);
        return exchanges.submit(call, look, NameReader.of("id", endpoints::name));
    }

    @Override
    public OperationState poll(OperationName operation, Path spoolDirectory, Duration atMost)
            throws InterruptedException {
        Call call = Call.get(endpoints.of(operation), pollTimeout).within(atMost).withHeaders(REVISION);
        return exchanges.poll(call, operation,
                (answer, clean) -> InteractionReader.read(answer, spoolDirectory, clean));
    }

    @Override
    public CancelOutcome cancel(OperationName operation) throws InterruptedException {
        Call call = Call.post(endpoints.cancel(operation), pollTimeout).withHeaders(REVISION);
        return exchanges.ask(call, "Cancelling " + operation, InteractionReader::cancelled);
    }

    @Override
    public void delete(OperationName operation) throws InterruptedException {
        Call call = Call.delete(endpoints.of(operation), pollTimeout).withHeaders(REVISION);
        exchanges.ask(call, "Deleting " + operation, answer -> answer.transferTo(OutputStream.nullOutputStream()));
    }
}
