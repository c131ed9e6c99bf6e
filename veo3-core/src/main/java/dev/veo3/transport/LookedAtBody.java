// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import dev.veo3.video.LastLook;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A body whose end is only given away after a last look. Without its end nobody can take the request. */
final class LookedAtBody implements CallBody {
    private final CallBody body;
    private final LastLook look;

    LookedAtBody(CallBody body, LastLook look) {
        this.body = body;
        this.look = look;
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public InputStream open() {
        return new Looking(body.open(), body.length());
    }

    /** The bytes. The one who reads the last of them waits for the look. */
    private final class Looking extends FilterInputStream {
        private long left;

        Looking(InputStream bytes, long length) {
            super(bytes);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            if (next >= 0) {
                gone(1);
            }
            return next;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            if (count > 0) {
                gone(count);
            }
            return count;
        }

        private void gone(int count) throws IOException {
            left -= count;
            if (left == 0) {
                Optional<String> obstacle = look.obstacle();
                if (obstacle.isPresent()) {
                    throw new IOException(obstacle.get());
                }
            }
        }
    }
}
