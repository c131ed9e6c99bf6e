// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.route;

import dev.veo3.emulator.http.Reply;
import dev.veo3.emulator.operation.Operation;
import dev.veo3.emulator.operation.Submission;
import dev.veo3.emulator.wire.ApiError;
import java.util.Optional;

/** A checked request, before it is carried out. */
public sealed interface Call {

    /** Carries a request out. */
    @FunctionalInterface
    interface Work {
        /**
         * Does it and answers.
         *
         * @throws ApiError when it is refused
         */
        Reply reply() throws ApiError;
    }

    /** Answers a submission that has been accepted. */
    @FunctionalInterface
    interface Acceptance {
        /**
         * The answer; may wait for the operation's end.
         *
         * @throws InterruptedException when the emulator is stopped meanwhile
         */
        Reply accepted(Operation operation) throws InterruptedException;
    }

    /**
     * A submission.
     *
     * @param submission what is asked for
     * @param acceptance answers it once it has been accepted
     * @param modelNotFound the refusal of a model that is not served
     */
    record Submit(Submission submission, Acceptance acceptance, ApiError modelNotFound) implements Call {}

    /**
     * Anything else.
     *
     * @param submission the one that began the operation that this is about, if it is about one
     * @param work what to do
     */
    record Other(Optional<Submission> submission, Work work) implements Call {}

    /** A request about an operation. */
    static Call about(Operation operation, Work work) {
        return new Other(Optional.of(operation.submission()), work);
    }

    /** A request about nothing that was submitted. */
    static Call plain(Work work) {
        return new Other(Optional.empty(), work);
    }
}
