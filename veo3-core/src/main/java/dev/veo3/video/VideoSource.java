// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

/**
 * Where a video that is extended or edited comes from.
 *
 * @since 1.0
 */
public sealed interface VideoSource permits MediaSource, VideoSource.OfOperation {

    /**
     * The video of an operation that has ended, which the service keeps: Gemini Omni goes on from it without anyone sending it
     * again.
     */
    record OfOperation(OperationName operation) implements VideoSource {

        @Override
        public String toString() {
            return "the video of " + operation;
        }
    }

    /** The video of an operation that has ended. */
    static VideoSource of(OperationName operation) {
        return new OfOperation(operation);
    }
}
