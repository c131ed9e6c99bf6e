// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names what a file that is no usable media most likely is, for the message that refuses it. */
final class ContentGuess {

    /** What begins with these bytes (in Latin-1) at this place is this. */
    private record Signature(int offset, String bytes, String name) {

        boolean matches(String head) {
            return head.startsWith(bytes, offset);
        }
    }

    private static final List<Signature> SIGNATURES = List.of(new Signature(0, "GIF8", "a GIF image"),
            new Signature(0, "BM", "a BMP image"), new Signature(0, "II*\0", "a TIFF image"),
            new Signature(0, "MM\0*", "a TIFF image"), new Signature(4, "jP  ", "a JPEG 2000 image"),
            new Signature(8, "AVI ", "an AVI video"), new Signature(8, "WAVE", "WAV sound"),
            new Signature(0, "\u001aE\u00df\u00a3", "a WebM or Matroska video"),
            new Signature(0, "FLV\u0001", "a Flash video"),
            new Signature(0, "\0\0\u0001\u00ba", "an MPEG-1 or MPEG-2 video"),
            new Signature(0, "ID3", "MP3 sound"), new Signature(0, "OggS", "Ogg sound or video"),
            new Signature(0, "fLaC", "FLAC sound"), new Signature(0, "%PDF", "a PDF document"),
            new Signature(0, "PK\u0003\u0004", "a ZIP archive"), new Signature(0, "\u001f\u008b", "gzip data"),
            new Signature(0, "\u007fELF", "a program"), new Signature(0, "8BPS", "a Photoshop image"));

    /** The brands of images that are kept in the boxes of MP4. */
    private static final Map<Integer, String> IMAGE_BRANDS = Map.of(0x68656963, "a HEIC image", 0x68656978,
            "a HEIC image", 0x6865696d, "a HEIC image", 0x68656973, "a HEIC image", 0x68657663,
            "a HEIC image sequence", 0x6d696631, "a HEIF image", 0x6d736631, "a HEIF image sequence", 0x61766966,
            "an AVIF image", 0x61766973, "an AVIF image sequence", 0x63727820, "a Canon raw image");

    private ContentGuess() {}

    /** What image a file of this major brand is; null when it is none. */
    static @Nullable String imageBrand(int brand) {
        return IMAGE_BRANDS.get(brand);
    }

    /** A phrase such as "plain text". */
    static String of(byte[] head) {
        String latin = new String(head, StandardCharsets.ISO_8859_1);
        // First, because a text may well begin with the two letters of a BMP image.
        if (isText(head)) {
            return text(latin);
        }
        for (Signature signature : SIGNATURES) {
            if (signature.matches(latin)) {
                return signature.name();
            }
        }
        String image = latin.startsWith("ftyp", 4) && head.length >= 12
                ? imageBrand(ByteBuffer.wrap(head).getInt(8))
                : null;
        if (image != null) {
            return image;
        }
        if (latin.chars().allMatch(c -> c == 0)) {
            return "nothing but zeros, such as an unfinished download";
        }
        return "unknown data that begins with the bytes "
                + HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(8, head.length));
    }

    private static boolean isText(byte[] head) {
        for (byte b : head) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
                return false;
            }
        }
        // Not the end of the input: the last character may be cut by the edge of what was read.
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length), false);
        return !result.isError();
    }

    private static String text(String latin) {
        String start = latin.replace("\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<svg") || (start.startsWith("<?xml") && start.contains("<svg"))) {
            return "an SVG image";
        }
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return "an HTML page, perhaps a server's error page that was saved";
        }
        if (start.startsWith("{") || start.startsWith("[")) {
            return "JSON, perhaps a server's error message that was saved";
        }
        if (start.startsWith("%pdf-")) {
            return "a PDF document";
        }
        return start.startsWith("<?xml") ? "XML" : "plain text";
    }
}
