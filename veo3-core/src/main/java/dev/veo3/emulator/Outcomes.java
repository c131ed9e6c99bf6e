// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import dev.veo3.emulator.operation.Outcome;
import dev.veo3.emulator.operation.Submission;
import java.util.Optional;

/** Decides how an operation ends: by the fault that struck its submission, else by the safety filter. */
final class Outcomes {

    private final SafetyRule safety;

    Outcomes(SafetyRule safety) {
        this.safety = safety;
    }

    Outcome of(Submission submission, Optional<Fault> fault) {
        return fault.isPresent() && fault.get() instanceof Fault.OfOutcome outcome
                ? byFault(submission.order().samples(), outcome)
                : bySafety(submission);
    }

    private static Outcome byFault(int samples, Fault.OfOutcome fault) {
        return switch (fault) {
            case Fault.Filtered filtered -> new Outcome.Videos(0, samples, Optional.of(filtered.supportCode()));
            case Fault.PartlyFiltered partly -> {
                int withheld = Math.min(partly.withheld(), samples);
                yield new Outcome.Videos(samples - withheld, withheld, Optional.of(partly.supportCode()));
            }
            case Fault.DoneWithoutResponse nothing -> new Outcome.Nothing();
            case Fault.OperationError error -> new Outcome.Failure(error.code(), error.message());
        };
    }

    private Outcome bySafety(Submission submission) {
        int samples = submission.order().samples();
        Optional<String> code = safety.judge(submission.order().prompt());
        return code.isPresent() ? new Outcome.Videos(0, samples, code) : new Outcome.Videos(samples, 0, code);
    }
}
