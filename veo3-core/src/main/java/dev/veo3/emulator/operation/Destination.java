// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.operation;

import dev.veo3.emulator.wire.StorageFolder;

/** Where the videos of an order go. */
public sealed interface Destination {

    /** Into the answer, as base64. */
    record Inline() implements Destination {}

    /** To the Files API. */
    record Files() implements Destination {}

    /**
     * To Cloud Storage.
     *
     * @param folder in which the operation makes a folder of its own
     */
    record Bucket(StorageFolder folder) implements Destination {}
}
