// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The beginning of a body, held in memory.
 *
 * @param bytes as far as they came, and no more than was allowed
 * @param failure why the body broke off; empty when it was read as far as it was meant to be
 */
@SuppressWarnings("ArrayRecordComponent") // carried from here to a parser, never compared
public record BoundedBody(byte[] bytes, Optional<IOException> failure) {

    /** Reads a body until its end, its failure, or this many bytes. An interrupt counts as a failure and stays pending. */
    public static BoundedBody read(Answer answer, int limit) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        InputStream body = answer.body();
        try {
            while (bytes.size() < limit) {
                int count = body.read(buffer, 0, Math.min(buffer.length, limit - bytes.size()));
                if (count < 0) {
                    break;
                }
                bytes.write(buffer, 0, count);
            }
            return new BoundedBody(bytes.toByteArray(), Optional.empty());
        } catch (IOException e) {
            return new BoundedBody(bytes.toByteArray(), Optional.of(e));
        }
    }
}
