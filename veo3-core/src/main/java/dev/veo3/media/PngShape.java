// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

/**
 * How the pixels of a PNG lie in its inflated data: in rows, each of which begins with the number of its filter.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param depth how many bits a sample has
 * @param colorType the number of the color type
 * @param interlaced whether the rows come in the seven passes of Adam7
 */
record PngShape(long width, long height, int depth, int colorType, boolean interlaced) {

    /** The color type whose pixels are places in a palette. */
    static final int PALETTE = 3;

    private static final int GRAY = 0;
    private static final int RGB = 2;
    private static final int GRAY_ALPHA = 4;
    private static final int RGB_ALPHA = 6;

    /** Where the pixels of each pass of Adam7 begin and how far they are apart. */
    private static final int[] FIRST_COLUMN = {0, 4, 0, 2, 0, 1, 0};
    private static final int[] FIRST_ROW = {0, 0, 4, 0, 2, 0, 1};
    private static final int[] COLUMN_STEP = {8, 8, 4, 4, 2, 2, 1};
    private static final int[] ROW_STEP = {8, 8, 8, 4, 4, 2, 2};

    /** Whether the format has this combination of color type and depth. */
    boolean isPossible() {
        return switch (colorType) {
            case GRAY -> isOneOf(1, 2, 4, 8, 16);
            case PALETTE -> isOneOf(1, 2, 4, 8);
            case RGB, GRAY_ALPHA, RGB_ALPHA -> isOneOf(8, 16);
            default -> false;
        };
    }

    private boolean isOneOf(int... depths) {
        for (int one : depths) {
            if (depth == one) {
                return true;
            }
        }
        return false;
    }

    boolean mayHavePalette() {
        return colorType == PALETTE || colorType == RGB || colorType == RGB_ALPHA;
    }

    /** The same kind of pixels in a rectangle of another size. */
    PngShape sized(long otherWidth, long otherHeight) {
        return new PngShape(otherWidth, otherHeight, depth, colorType, interlaced);
    }

    int passes() {
        return interlaced ? ROW_STEP.length : 1;
    }

    /** How many rows a pass has; 0 when it has no pixels. */
    long rows(int pass) {
        if (!interlaced) {
            return height;
        }
        return columns(pass) == 0 ? 0 : steps(height - FIRST_ROW[pass], ROW_STEP[pass]);
    }

    /** How many bytes a row of a pass has, with its filter. */
    long rowBytes(int pass) {
        long bits = columns(pass) * depth * samples();
        return 1 + (bits + 7) / 8;
    }

    private long columns(int pass) {
        return interlaced ? steps(width - FIRST_COLUMN[pass], COLUMN_STEP[pass]) : width;
    }

    private static long steps(long length, int step) {
        return length <= 0 ? 0 : (length + step - 1) / step;
    }

    private int samples() {
        return switch (colorType) {
            case RGB -> 3;
            case GRAY_ALPHA -> 2;
            case RGB_ALPHA -> 4;
            default -> 1;
        };
    }
}
