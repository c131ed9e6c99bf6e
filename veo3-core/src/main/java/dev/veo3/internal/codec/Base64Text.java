package dev.veo3.internal.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.Base64Variants;
import tools.jackson.core.JsonParser;

/**
 * Decodes a long base64 text in JSON while it arrives, in blocks that go past the parser to the JDK's decoder, which works on many
 * characters at once. Whatever is not plain base64 is left to the parser: escapes, blanks, errors. Pure but for its streams.
 */
final class Base64Text {
    private static final Base64Variant VARIANT = Base64Variants.MIME_NO_LINEFEEDS.withPaddingAllowed();
    private static final int BLOCK = 64 * 1024;

    private Base64Text() {}

    /**
     * Decodes the string at whose first character the parser stands. Afterwards it stands at the string's end.
     *
     * @throws tools.jackson.core.JacksonException when it is not base64, or not whole
     */
    static void decode(JsonParser json, OutputStream out) throws IOException {
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
        byte[] block = new byte[BLOCK];
        byte[] characters = new byte[BLOCK - 4];
        byte[] plain = new byte[BLOCK / 4 * 3];
        int filled = 0;
        int whole = BLOCK;
        // The text's last characters, in which there may be padding, are the parser's.
        while (whole == BLOCK) {
            int end = -1;
            while (filled < BLOCK && end < 0) {
                int count = source.read(block, filled, BLOCK - filled);
                if (count < 0) {
                    end = filled;
                } else {
                    int quote = new String(block, filled, count, StandardCharsets.ISO_8859_1).indexOf('"');
                    end = quote < 0 ? -1 : filled + quote;
                    filled += count;
                }
            }
            whole = end < 0 ? BLOCK : end;
            int decodable = Math.max(0, (whole - 1) / 4 * 4);
            int size = decoded(decoder, block, decodable, characters, plain);
            if (size < 0) {
                source.putBack(block, 0, filled);
                return;
            }
            out.write(plain, 0, size);
            System.arraycopy(block, decodable, block, 0, filled - decodable);
            filled -= decodable;
        }
        source.putBack(block, 0, filled);
    }

    /**
     * How many bytes the first characters of the block make; negative when they are not plain base64.
     *
     * @param characters room for those of a full block: the decoder takes whole arrays
     */
    private static int decoded(Base64.Decoder decoder, byte[] block, int length, byte[] characters, byte[] plain) {
        byte[] all = length == characters.length ? characters : new byte[length];
        System.arraycopy(block, 0, all, 0, length);
        try {
            int size = decoder.decode(all, plain);
            return size == length / 4 * 3 ? size : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }
}
