package dev.veo3.emulator;

import java.time.Duration;
import java.util.Optional;

/** Something that goes wrong on purpose. The list is closed; a {@link FaultRule} says when one happens. */
public sealed interface Fault {

    /** A fault of one answer: the request is not carried out, and may be sent again. */
    sealed interface OfReply extends Fault {}

    /** A fault of one operation: it is accepted, and when its time has come it ends like this. */
    sealed interface OfOutcome extends Fault {}

    /**
     * The answer is an error.
     *
     * @param code the HTTP status, 400 to 599
     * @param array true puts the error into an array, as the service's front end does now and then
     */
    record Status(int code, boolean array) implements OfReply {

        /** Checks the code. */
        public Status {
            if (code < 400 || code > 599) {
                throw new IllegalArgumentException("The status of an error is 400 to 599, not " + code);
            }
        }
    }

    /**
     * The answer is 429, quota exhausted.
     *
     * @param retryAfter the header {@code Retry-After}, in whole seconds (rounded up); empty leaves it out
     * @param retryInfo the {@code google.rpc.RetryInfo} in the error's details; empty leaves it out
     */
    record TooManyRequests(Optional<Duration> retryAfter, Optional<Duration> retryInfo) implements OfReply {}

    /** The submission is accepted and stands in the ledger, but the connection is closed without an answer. */
    record ReplyLostAfterAcceptance() implements Fault {}

    /**
     * The safety filter holds back every video; nothing is charged.
     *
     * @param supportCode the eight digits that the answer names
     */
    record Filtered(String supportCode) implements OfOutcome {

        /** Checks the code. */
        public Filtered {
            checked(supportCode);
        }

        static String checked(String supportCode) {
            if (!supportCode.matches("\\d{8}")) {
                throw new IllegalArgumentException("A support code has eight digits, not \"" + supportCode + "\"");
            }
            return supportCode;
        }
    }

    /**
     * The safety filter holds back some of the videos, which are not charged.
     *
     * @param withheld how many; all of them when the request asks for no more
     * @param supportCode the eight digits that the answer names
     */
    record PartlyFiltered(int withheld, String supportCode) implements OfOutcome {

        /** Checks both. */
        public PartlyFiltered {
            if (withheld < 1) {
                throw new IllegalArgumentException("At least one video is held back, not " + withheld);
            }
            Filtered.checked(supportCode);
        }
    }

    /** The operation is done and has neither a response nor an error: nobody can tell whether it was charged. */
    record DoneWithoutResponse() implements OfOutcome {}

    /**
     * The operation ends with an error; nothing is charged.
     *
     * @param code a gRPC code, such as 13 for an internal error
     * @param message what the error says
     */
    record OperationError(int code, String message) implements OfOutcome {}

    /** An error with this HTTP status. */
    static OfReply status(int code) {
        return new Status(code, false);
    }

    /** A 429 that names no time. */
    static OfReply tooManyRequests() {
        return new TooManyRequests(Optional.empty(), Optional.empty());
    }

    /** A 429 that names this time in the header and in the details. */
    static OfReply tooManyRequests(Duration retryAfter) {
        return new TooManyRequests(Optional.of(retryAfter), Optional.of(retryAfter));
    }
}
