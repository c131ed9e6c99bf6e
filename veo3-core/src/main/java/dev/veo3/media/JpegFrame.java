// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.util.List;

/**
 * The frame header of a JPEG.
 *
 * @param marker which coding the frame has
 * @param width in pixels
 * @param height in pixels; 0 when it stands behind the first scan
 * @param components the colors, each with its sampling
 */
record JpegFrame(int marker, int width, int height, List<Component> components) {

    /**
     * One color.
     *
     * @param id the number by which scans name it
     * @param across how many samples it has in a row for the fewest that a color has
     * @param down the same in a column
     * @param quantization which table it is quantized with
     */
    record Component(int id, int across, int down, int quantization) {}

    private static final int BLOCK = 8;
    private static final int FIRST_ARITHMETIC = 0xc8;

    /** Whether the picture is coded as coefficients of 8 x 8 blocks, not as pixels. */
    boolean isBlocks() {
        // Each group of four markers ends with the lossless coding.
        return marker % 4 != 3;
    }

    /** Whether the picture is coded with Huffman tables, not arithmetically. */
    boolean isHuffman() {
        return marker < FIRST_ARITHMETIC;
    }

    boolean isProgressive() {
        return marker % 4 == 2;
    }

    /** How many units a scan over these components has, of which a restart interval counts so many. */
    long units(List<Component> scanned) {
        int most = components.stream().mapToInt(Component::across).max().orElseThrow();
        int deepest = components.stream().mapToInt(Component::down).max().orElseThrow();
        if (scanned.size() > 1) {
            return steps(width, BLOCK * most) * steps(height, BLOCK * deepest);
        }
        Component one = scanned.getFirst();
        return steps(steps((long) width * one.across, most), BLOCK)
                * steps(steps((long) height * one.down, deepest), BLOCK);
    }

    private static long steps(long length, int step) {
        return (length + step - 1) / step;
    }
}
