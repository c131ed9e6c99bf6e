// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

/** What is tried while the database is away. Each throws a {@link DatabaseAwayException} while it is. */
interface Attempts {

    /** Writes a record: whether it is there then. */
    boolean write(Waiting record);

    /** Asks for anything. */
    void ask();
}
