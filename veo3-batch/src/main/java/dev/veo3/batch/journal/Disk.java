// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What a journal does to files: a seam, so that a test can let any of it fail. Everything else about them is only read. Used by
 * the journal's own thread.
 */
interface Disk {

    /** Opens a file for writing; it is made when it is not there. */
    Writable open(Path file) throws IOException;

    /** Makes a file take the place of another one, at once or not at all. */
    void replace(Path file, Path by) throws IOException;

    /** Removes a file if it is there. */
    void delete(Path file) throws IOException;

    /** Makes a directory in one that is there; does nothing when it is there already. */
    void createDirectory(Path directory) throws IOException;

    /** Returns when what was made, moved or removed in a directory is on disk. */
    void forceDirectory(Path directory) throws IOException;

    /** An open file. */
    interface Writable extends Closeable {

        /** Writes everything that remains, from this place on. */
        void write(ByteBuffer bytes, long position) throws IOException;

        /** Cuts off what comes after this place. */
        void truncate(long size) throws IOException;

        /** Returns when everything that was written is on disk. */
        void force() throws IOException;
    }
}
