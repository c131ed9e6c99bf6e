package dev.veo3.emulator;

import dev.veo3.emulator.wire.VeoRequest;
import java.util.Optional;

/**
 * A valid request to begin an operation, before it is accepted.
 *
 * @param modelPath {@code projects/…/models/…}
 * @param model the model's id
 * @param request what is wanted
 * @param bodyHash see {@link dev.veo3.emulator.wire.JsonBody#hash}
 */
record Submission(String modelPath, String model, VeoRequest request, String bodyHash) {

    static final String JOB_LABEL = "veo3-job";

    Optional<String> job() {
        return Optional.ofNullable(request.labels().get(JOB_LABEL));
    }

    boolean isOf(String job) {
        return job().map(job::equals).orElse(false) || bodyHash.equals(job);
    }
}
