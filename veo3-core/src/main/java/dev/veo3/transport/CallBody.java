// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** What a call sends, of known length and streamed. */
public interface CallBody {

    /** How many bytes {@link #open} will give, exactly. */
    long length();

    /**
     * The bytes, from the first. Everything that they come from is open when this returns.
     *
     * @throws dev.veo3.error.VeoFileException when a local file cannot be read
     */
    InputStream open();

    /** A body that is small enough to be held. */
    static CallBody of(byte[] bytes) {
        byte[] copy = bytes.clone();
        return new CallBody() {
            @Override
            public long length() {
                return copy.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(copy);
            }
        };
    }
}
