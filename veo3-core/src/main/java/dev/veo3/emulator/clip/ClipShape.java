// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.clip;

import java.util.Locale;

/** A picture size that the service makes, each with the one-second clip that stands for it. */
public enum ClipShape {
    /** 640 x 360. */
    LANDSCAPE_360P(640, 360),
    /** 1280 x 720. */
    LANDSCAPE_720P(1280, 720),
    /** 1920 x 1080. */
    LANDSCAPE_1080P(1920, 1080),
    /** 3840 x 2160. */
    LANDSCAPE_4K(3840, 2160),
    /** 360 x 640. */
    PORTRAIT_360P(360, 640),
    /** 720 x 1280. */
    PORTRAIT_720P(720, 1280),
    /** 1080 x 1920. */
    PORTRAIT_1080P(1080, 1920),
    /** 2160 x 3840. */
    PORTRAIT_4K(2160, 3840);

    private final int width;
    private final int height;

    ClipShape(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** The shape of an aspect ratio and a resolution; the smaller side decides what counts as 720p, 1080p or 4k. */
    public static ClipShape of(boolean portrait, int smallerSide) {
        if (smallerSide >= 2160) {
            return portrait ? PORTRAIT_4K : LANDSCAPE_4K;
        }
        if (smallerSide >= 1080) {
            return portrait ? PORTRAIT_1080P : LANDSCAPE_1080P;
        }
        if (smallerSide >= 720) {
            return portrait ? PORTRAIT_720P : LANDSCAPE_720P;
        }
        return portrait ? PORTRAIT_360P : LANDSCAPE_360P;
    }

    /** The shape of an aspect ratio and a resolution by its name: {@code 360p}, {@code 720p}, {@code 1080p}, {@code 4k}. */
    public static ClipShape of(boolean portrait, String resolution) {
        for (ClipShape shape : values()) {
            if (shape.portrait() == portrait && shape.resolution().equals(resolution)) {
                return shape;
            }
        }
        throw new IllegalArgumentException("There is no clip of " + resolution);
    }

    /** What the service calls this size: {@code 360p}, {@code 720p}, {@code 1080p} or {@code 4k}. */
    public String resolution() {
        return smallerSide() == 2160 ? "4k" : smallerSide() + "p";
    }

    /** Pixels from left to right. */
    public int width() {
        return width;
    }

    /** Pixels from top to bottom. */
    public int height() {
        return height;
    }

    /** True when the picture is higher than wide. */
    public boolean portrait() {
        return height > width;
    }

    /** Pixels of the smaller side: 360, 720, 1080 or 2160. */
    public int smallerSide() {
        return Math.min(width, height);
    }

    String resource() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".mp4";
    }
}
