// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.operation;

import java.util.Optional;

/** How an operation ends; decided when it is accepted. */
public sealed interface Outcome {

    /**
     * Videos, of which the safety filter may hold back some or all.
     *
     * @param delivered how many there are
     * @param withheld how many the filter held back
     * @param supportCode why it did
     */
    record Videos(int delivered, int withheld, Optional<String> supportCode) implements Outcome {

        /** Whether the filter held back every video. */
        public boolean refused() {
            return delivered == 0;
        }
    }

    /** Neither a response nor an error. */
    record Nothing() implements Outcome {}

    /**
     * An error of the operation.
     *
     * @param code a gRPC code
     * @param message what it says
     */
    record Failure(int code, String message) implements Outcome {}
}
