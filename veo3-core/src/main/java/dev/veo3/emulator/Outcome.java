package dev.veo3.emulator;

import java.util.Optional;

/** How an operation ends; decided when it is accepted. */
sealed interface Outcome {

    /** Videos, of which the safety filter may hold back some or all. */
    record Videos(int delivered, int withheld, Optional<String> supportCode) implements Outcome {}

    /** Neither a response nor an error. */
    record Nothing() implements Outcome {}

    /** An error of the operation, with a gRPC code. */
    record Failure(int code, String message) implements Outcome {}

    /** The outcome of a submission: by the fault that struck it, else by the safety filter. */
    static Outcome of(Submission submission, Optional<Fault> fault, SafetyRule safety) {
        int samples = submission.request().samples();
        return switch (fault.orElse(null)) {
            case Fault.Filtered filtered -> new Videos(0, samples, Optional.of(filtered.supportCode()));
            case Fault.PartlyFiltered partly -> {
                int withheld = Math.min(partly.withheld(), samples);
                yield new Videos(samples - withheld, withheld, Optional.of(partly.supportCode()));
            }
            case Fault.DoneWithoutResponse nothing -> new Nothing();
            case Fault.OperationError error -> new Failure(error.code(), error.message());
            case Fault.OfReply reply -> throw new IllegalArgumentException(reply + " is no outcome of an operation");
            case Fault.ReplyLostAfterAcceptance lost -> bySafety(submission, safety);
            case null -> bySafety(submission, safety);
        };
    }

    private static Outcome bySafety(Submission submission, SafetyRule safety) {
        int samples = submission.request().samples();
        Optional<String> code = safety.judge(submission.request().prompt());
        return code.isPresent() ? new Videos(0, samples, code) : new Videos(samples, 0, code);
    }

    /** What the ledger calls the operation once it is done. */
    default Ledger.State state() {
        return switch (this) {
            case Videos videos -> videos.withheld() == 0
                    ? Ledger.State.SUCCEEDED
                    : videos.delivered() == 0 ? Ledger.State.FILTERED : Ledger.State.PARTLY_FILTERED;
            case Nothing nothing -> Ledger.State.EMPTY;
            case Failure failure -> Ledger.State.FAILED;
        };
    }
}
