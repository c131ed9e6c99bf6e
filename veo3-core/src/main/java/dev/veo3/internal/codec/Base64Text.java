// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonParser;

/**
 * Decodes a long base64 text in JSON while it arrives, in blocks that go past the parser to the JDK's decoder, which works on many
 * characters at once. Whatever is not plain base64 is left to the parser: escapes, blanks, errors. Pure but for its streams.
 */
public final class Base64Text {
    private static final Base64Variant VARIANT = Base64Variants.MIME_NO_LINEFEEDS.withPaddingAllowed();
    private static final int BLOCK = 64 * 1024;

    private Base64Text() {}

    /**
     * Decodes the string at whose first character the parser stands. Afterwards it stands at the string's end.
     *
     * @throws tools.jackson.core.JacksonException when it is not base64, or not whole
     */
    public static void decode(JsonParser json, OutputStream out) throws IOException {
        if (json.streamReadInputSource() instanceof PutBackStream source) {
            blocks(json, source, out);
        }
        // What is left of the text, which may be nothing but its end.
        json.readBinaryValue(VARIANT, out);
    }

    private static void blocks(JsonParser json, PutBackStream source, OutputStream out) throws IOException {
        ByteArrayOutputStream ahead = new ByteArrayOutputStream();
        json.releaseBuffered(ahead);
        source.putBack(ahead.toByteArray(), 0, ahead.size());
        Base64.Decoder decoder = Base64.getDecoder();
        byte[] characters = new byte[BLOCK];
        byte[] plain = new byte[BLOCK / 4 * 3];
        int filled = source.readNBytes(characters, 0, BLOCK);
        int size = filled == BLOCK ? decoded(decoder, characters, plain) : -1;
        while (size >= 0) {
            out.write(plain, 0, size);
            filled = source.readNBytes(characters, 0, BLOCK);
            size = filled == BLOCK ? decoded(decoder, characters, plain) : -1;
        }
        // The text ends here, or goes on in another way.
        int decodable = beforeLastGroup(characters, filled);
        size = decoded(decoder, Arrays.copyOf(characters, decodable), plain);
        int taken = size < 0 ? 0 : decodable;
        out.write(plain, 0, Math.max(0, size));
        source.putBack(characters, taken, filled);
    }

    /** How many characters come before the text's last group, in which there may be padding: that one is the parser's. */
    private static int beforeLastGroup(byte[] characters, int filled) {
        int end = 0;
        while (end < filled && characters[end] != '"') {
            end++;
        }
        return Math.max(0, (end - 1) / 4 * 4);
    }

    /** How many bytes these characters make; negative when they are not plain base64 without padding. */
    private static int decoded(Base64.Decoder decoder, byte[] characters, byte[] plain) {
        try {
            int size = decoder.decode(characters, plain);
            return size == characters.length / 4 * 3 ? size : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }
}
