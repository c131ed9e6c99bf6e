// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.wire;

import java.util.Arrays;

/** Checks what the Veo models take as an image: PNG or JPEG by its first bytes, at most 20 MB. */
public final class ImageBytes {

    /** The most that an image may have. */
    public static final int MAX = 20 * 1024 * 1024;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

    private ImageBytes() {}

    /**
     * Checks an image.
     *
     * @throws ApiError with status 400, naming this path
     */
    public static void check(byte[] content, String path) throws ApiError {
        if (!startsWith(content, PNG) && !startsWith(content, JPEG)) {
            throw ApiError.invalid("The image at " + path + " is neither PNG nor JPEG.");
        }
        if (content.length > MAX) {
            throw ApiError
                    .invalid("The image at " + path + " has " + content.length + " bytes, more than " + MAX + ".");
        }
    }

    private static boolean startsWith(byte[] content, byte[] magic) {
        return content.length >= magic.length
                && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
    }
}
