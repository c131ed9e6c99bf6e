// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

/** Where records are written, as far as it can be reached. Each method throws a {@link DatabaseAwayException} while it cannot. */
interface RecordStore {

    /** Writes a record: whether it is there then. */
    boolean write(Waiting record);

    /** Does nothing but that. */
    void reach();
}
