// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes wrong on purpose. The list is closed; a {@link FaultRule} says when one happens.
 *
 * @since 1.0
 */
public sealed interface Fault {

    /** A fault that an answer to a download can have. */
    sealed interface OfDownload extends Fault {}

    /** A fault that every answer can have. Whether the request is carried out, each of them says. */
    sealed interface OfReply extends OfDownload {}

    /** A fault of a submission. */
    sealed interface OfSubmission extends Fault {}

    /** A fault of one operation: it is accepted, and when its time has come it ends like this. */
    sealed interface OfOutcome extends OfSubmission {}

    /**
     * The answer is an error; the request is not carried out.
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
     * The answer is 429, quota exhausted; the request is not carried out.
     *
     * @param retryAfter the header {@code Retry-After}, in whole seconds (rounded up); empty leaves it out
     * @param retryInfo the {@code google.rpc.RetryInfo} in the error's details; empty leaves it out
     */
    record TooManyRequests(Optional<Duration> retryAfter, Optional<Duration> retryInfo) implements OfReply {}

    /**
     * The connection is reset when the request's head has been read, and nothing of its body: it is not carried out. Since
     * nobody knows yet whose request it is, a rule with this fault concerns {@link FaultRule.Every} request of its stage.
     */
    record ResetBeforeBody() implements OfReply {}

    /** The connection is reset when the whole request has been read; it is not carried out. */
    record ResetAfterBody() implements OfReply {}

    /** The request is read and never answered, nor carried out; the connection stays open until the client closes it. */
    record Stall() implements OfReply {}

    /**
     * The request is carried out and answered after a time.
     *
     * @param time how long the answer waits
     */
    record Late(Duration time) implements OfReply {}

    /**
     * The request is carried out, and the body of the answer comes slowly.
     *
     * @param bytesPerSecond how slowly
     */
    record Slow(int bytesPerSecond) implements OfReply {

        /** Checks the rate. */
        public Slow {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException("At least one byte a second, not " + bytesPerSecond);
            }
        }
    }

    /**
     * The request is carried out, but the answer ends in the middle of its body, and with it the connection.
     *
     * @param bytes how much of the body arrives; never all of it
     */
    record CutMidBody(long bytes) implements OfReply {

        /** Checks the length. */
        public CutMidBody {
            if (bytes < 0) {
                throw new IllegalArgumentException("A body is not cut after " + bytes + " bytes");
            }
        }
    }

    /**
     * The answer looks whole, but the file is not: its end is missing, and the length that is given is that of the rest.
     *
     * @param percent how much is left, 0 to 99
     */
    record Truncated(int percent) implements OfDownload {

        /** Checks the part. */
        public Truncated {
            if (percent < 0 || percent > 99) {
                throw new IllegalArgumentException("0 to 99 percent are left of a truncated file, not " + percent);
            }
        }
    }

    /**
     * The answer is a redirect to another host, which serves the file, needs no credentials, and refuses a request that
     * brings some along with 400.
     */
    record RedirectToOtherHost() implements OfDownload {}

    /** The submission is accepted and stands in the ledger, but the connection is closed without an answer. */
    record ReplyLostAfterAcceptance() implements OfSubmission {}

    /** The submission is accepted and stands in the ledger, but the connection is reset. */
    record ResetAfterAcceptance() implements OfSubmission {}

    /** The submission is refused as if its model had been retired. */
    record ModelRetired() implements OfSubmission {}

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
