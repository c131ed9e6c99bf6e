// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

/** The tables and the restart interval that the segments of a JPEG define for the scans that follow. */
final class JpegTables {

    private static final int LENGTH = 2;
    private static final int CODE_LENGTHS = 16;
    private static final int MOST_CODES = 256;
    private static final int COEFFICIENTS = 64;
    /** How many Huffman tables of one kind there may be. */
    private static final int KIND = 4;

    /** Such a frame counts on tables that its video's decoder knows; making or downloading it again would not help. */
    private static final String NO_HUFFMAN_TABLES = "and the file has no Huffman table at all, as a frame of Motion JPEG from a "
            + "webcam; add the standard ones, such as with ffmpeg -bsf:v mjpeg2jpeg";

    private final BlockReader in;
    /** A bit for each quantization table that is there. */
    private int quantization;
    /** A bit for each Huffman table that is there: four for coefficients that are means, then four for the others. */
    private int huffman;
    private int restartInterval;

    JpegTables(BlockReader in) {
        this.in = in;
    }

    /** How many units of a scan stand between two restart markers; 0 when there are none. */
    int restartInterval() {
        return restartInterval;
    }

    void restartInterval(long at, int length) {
        if (length != LENGTH + 2) {
            throw in.damaged(at, "the segment with the restart interval has %d bytes".formatted(length));
        }
        restartInterval = in.u16(LENGTH);
    }

    void requireQuantization(int table, long at) {
        if ((quantization & 1 << table) == 0) {
            throw in.damaged(at, "the scan needs the quantization table %d, which is not there".formatted(table));
        }
    }

    /** Complains unless the Huffman table is there; its kind is 0 for the means of blocks (DC), 1 for the rest (AC). */
    void requireHuffman(int kind, int table, long at) {
        if ((huffman & 1 << (KIND * kind + table)) == 0) {
            String missing = "the scan needs the Huffman table %s %d, ".formatted(kind == 0 ? "DC" : "AC", table);
            throw in.damaged(at, missing + (huffman == 0 ? NO_HUFFMAN_TABLES : "which is not there"));
        }
    }

    void quantization(long at, int length) {
        int table = LENGTH;
        while (table < length) {
            int precision = in.u8(table) >> 4;
            int number = in.u8(table) & 0xf;
            int bytes = 1 + COEFFICIENTS * (precision + 1);
            if (precision > 1 || number > 3 || bytes > length - table) {
                throw in.damaged(at,
                        "the segment of %d bytes does not hold whole quantization tables".formatted(length));
            }
            quantization |= 1 << number;
            table += bytes;
        }
    }

    void huffman(long at, int length) {
        int table = LENGTH;
        while (table < length) {
            int kind = in.u8(table) >> 4;
            int number = in.u8(table) & 0xf;
            int codes = 0;
            // How many codes of the length are still free: each code takes two of every longer length.
            int free = 1;
            for (int i = 1; i <= CODE_LENGTHS && table + i < length; i++) {
                int count = in.u8(table + i);
                codes += count;
                free = free * 2 - count;
                if (free < 0) {
                    throw in.damaged(at, "a Huffman table has more codes of %d bits than there are".formatted(i));
                }
            }
            int bytes = 1 + CODE_LENGTHS + codes;
            if (kind > 1 || number > 3 || codes > MOST_CODES || bytes > length - table) {
                throw in.damaged(at, "the segment of %d bytes does not hold whole Huffman tables".formatted(length));
            }
            huffman |= 1 << (KIND * kind + number);
            table += bytes;
        }
    }
}
