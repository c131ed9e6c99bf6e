// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

/**
 * What became of the wish to end an operation. A switch over it has no default.
 *
 * @since 1.0
 */
public sealed interface CancelOutcome {

    /** The operation is over without a video. */
    record Cancelled() implements CancelOutcome {}

    /**
     * The service took the wish and is still at work: poll until it has ended.
     *
     * @param status the service's own word
     */
    record Ending(String status) implements CancelOutcome {}

    /**
     * The operation had ended before: poll it for its outcome.
     *
     * @param status the service's own word, for example {@code completed}
     */
    record TooLate(String status) implements CancelOutcome {}
}
