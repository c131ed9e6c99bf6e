// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

/** Four-character codes, the names of boxes, chunks, codecs and brands. */
final class FourCc {

    private FourCc() {}

    /** The code as text. Bytes that are not printable ASCII are written as numbers, so that no file writes into a log. */
    static String text(int code) {
        StringBuilder text = new StringBuilder(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            int c = (code >>> shift) & 0xff;
            if (c >= ' ' && c <= '~') {
                text.append((char) c);
            } else {
                text.append("\\x%02x".formatted(c));
            }
        }
        return text.toString();
    }
}
