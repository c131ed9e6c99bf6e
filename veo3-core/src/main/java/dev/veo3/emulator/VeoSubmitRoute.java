package dev.veo3.emulator;

import dev.veo3.emulator.wire.ApiError;
import dev.veo3.emulator.wire.JsonBody;
import dev.veo3.emulator.wire.VeoRequestReader;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Begins a video: {@code POST …:predictLongRunning}. */
final class VeoSubmitRoute implements Route {

    static final Set<String> MODELS = Set.of("veo-3.1-generate-001", "veo-3.1-fast-generate-001",
            "veo-3.1-lite-generate-001");

    private static final String METHOD = "predictLongRunning";
    private static final long MAX_BODY_BYTES = 256L * 1024 * 1024;

    private final Operations operations;
    private final FaultBook faults;
    private final SafetyRule safety;
    private final VeoRequestReader reader;

    VeoSubmitRoute(Operations operations, FaultBook faults, SafetyRule safety, VeoRequestReader reader) {
        this.operations = operations;
        this.faults = faults;
        this.safety = safety;
        this.reader = reader;
    }

    @Override
    public Ledger.Route counted() {
        return Ledger.Route.SUBMIT;
    }

    @Override
    public String description() {
        return VeoPath.description(METHOD);
    }

    @Override
    public boolean serves(String method, String path) {
        return VeoPath.calls(method, path, METHOD);
    }

    @Override
    public Reply answer(Request request) throws ApiError, IOException {
        VeoPath path = VeoPath.parse(request.path(), METHOD).orElseThrow();
        if (!MODELS.contains(path.model())) {
            throw ApiError
                    .notFound("Publisher Model `" + path.modelPath() + "` was not found or your project does not have"
                            + " access to it. Please ensure you are using a valid model version.");
        }
        JsonBody body = JsonBody.read(request.body(), MAX_BODY_BYTES);
        Submission submission = new Submission(path.modelPath(), path.model(), reader.read(path.model(), body),
                body.hash());
        Optional<Fault> fault = faults.strike(FaultRule.Stage.SUBMIT, submission);
        if (fault.isPresent() && fault.get() instanceof Fault.OfReply reply) {
            return Reply.fault(reply);
        }
        Operation operation = operations.accept(submission, Outcome.of(submission, fault, safety));
        if (fault.isPresent() && fault.get() instanceof Fault.ReplyLostAfterAcceptance) {
            return new Reply.ConnectionClosed();
        }
        return Reply.json(200, Map.of(), json -> {
            json.writeStartObject();
            json.writeStringProperty("name", operation.name());
            json.writeEndObject();
        });
    }
}
