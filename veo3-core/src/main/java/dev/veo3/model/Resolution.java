// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The resolutions that the service makes.
 *
 * @since 1.0
 */
public enum Resolution {
    /** 360 pixels on the shorter side. */
    P360("360p", 360),
    /** 720 pixels on the shorter side. */
    P720("720p", 720),
    /** 1080 pixels on the shorter side. */
    P1080("1080p", 1080),
    /** 2160 pixels on the shorter side. */
    K4("4k", 2160);

    private final String wire;
    private final int shortSide;

    Resolution(String wire, int shortSide) {
        this.wire = wire;
        this.shortSide = shortSide;
    }

    /** The name that the service uses, for example {@code 720p}. */
    public String wire() {
        return wire;
    }

    /** The resolution of that name, in any case; empty when there is none. */
    public static Optional<Resolution> of(String name) {
        return Arrays.stream(values()).filter(r -> r.wire.equalsIgnoreCase(name)).findFirst();
    }

    /** The resolution of a video of this size in 16:9 or 9:16; empty when it has none of them. */
    public static Optional<Resolution> of(int width, int height) {
        return Arrays.stream(values()).filter(r -> Math.min(width, height) == r.shortSide
                && Math.max(width, height) == r.longSide()).findFirst();
    }

    private int longSide() {
        return shortSide * 16 / 9;
    }

    /** Its size in pixels, for a message: {@code 1280 x 720}. */
    String sides() {
        return longSide() + " x " + shortSide;
    }

    /** All names, for a message. */
    public static String names() {
        return Arrays.stream(values()).map(Resolution::wire).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return wire;
    }
}
