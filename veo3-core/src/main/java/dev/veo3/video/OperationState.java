// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

/**
 * What a poll found.
 *
 * @since 1.0
 */
public sealed interface OperationState {

    /**
     * The service is still at work.
     *
     * @param status the service's own word for how far it is, for example {@code queued}; empty where it has none. One that this
     *            library does not know counts as running.
     */
    record Running(String status) implements OperationState {

        /** Without a word for it. */
        public Running() {
            this("");
        }
    }

    /** The operation has ended; its outcome does not change any more. */
    record Done(VideoOutcome outcome) implements OperationState {}
}
