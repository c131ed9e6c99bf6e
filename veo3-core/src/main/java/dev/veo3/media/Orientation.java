// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

/**
 * How a stored picture is turned and mirrored to be shown, as EXIF data note it (tag 274, JEITA CP-3451). Angles are
 * clockwise; a mirroring is from left to right and comes before the turn.
 *
 * @since 1.0
 */
public enum Orientation {
    /** Shown as stored, which is meant too where nothing is noted. */
    NORMAL(1),
    /** Mirrored. */
    MIRRORED(2),
    /** Turned by 180 degrees. */
    ROTATED_180(3),
    /** Mirrored and turned by 180 degrees: upside down, left stays left. */
    MIRRORED_ROTATED_180(4),
    /** Mirrored and turned by 270 degrees. */
    MIRRORED_ROTATED_270(5),
    /** Turned by 90 degrees, as a camera notes it that was held upright. */
    ROTATED_90(6),
    /** Mirrored and turned by 90 degrees. */
    MIRRORED_ROTATED_90(7),
    /** Turned by 270 degrees. */
    ROTATED_270(8);

    private static final Orientation[] BY_NUMBER = values();

    private final int exif;

    Orientation(int exif) {
        this.exif = exif;
    }

    /** The number that EXIF data have for it, 1 to 8. */
    public int exif() {
        return exif;
    }

    /** Whether the stored width is the shown height. */
    public boolean swapsSides() {
        return exif > 4;
    }

    /** The orientation of that number; {@link #NORMAL} when the number means nothing. */
    static Orientation of(int exif) {
        return exif >= 1 && exif <= BY_NUMBER.length ? BY_NUMBER[exif - 1] : NORMAL;
    }
}
