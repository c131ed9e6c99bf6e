// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

/**
 * The frames of an animated PNG: that they are numbered without a gap, lie inside the picture, have data, and are as many as
 * the file announces. Of a PNG that announces no animation nothing is asked.
 */
final class PngFrames {

    static final int ACTL = 0x6163544c;
    static final int FCTL = 0x6663544c;
    static final int FDAT = 0x66644154;
    /** How many bytes these chunks have; {@code fdAT} at least. */
    static final int ACTL_BYTES = 8;
    static final int FCTL_BYTES = 26;
    static final int FDAT_BYTES = 4;

    private final BlockReader in;
    private boolean animated;
    private long announced;
    private long frames;
    private long sequence;
    private boolean needsData;

    PngFrames(BlockReader in) {
        this.in = in;
    }

    boolean animated() {
        return animated;
    }

    void announce(long count, long at) {
        if (count == 0) {
            throw in.damaged(at, "the animation has no frames");
        }
        animated = true;
        announced = count;
    }

    /** Whether the frame that was begun has no data yet. */
    boolean needsData() {
        return needsData;
    }

    /** Begins a frame with this number, which is a rectangle of the picture. */
    void begin(long number, long[] rectangle, PngShape picture, boolean beforeData, long at) {
        next(number, at);
        long width = rectangle[0];
        long height = rectangle[1];
        boolean inside = width > 0 && height > 0 && width + rectangle[2] <= picture.width()
                && height + rectangle[3] <= picture.height();
        if (!inside || (beforeData && (width != picture.width() || height != picture.height()))) {
            throw in.damaged(at, "a frame of %d x %d pixels at %d, %d does not fit the picture".formatted(width, height,
                    rectangle[2], rectangle[3]));
        }
        frames++;
        needsData = true;
    }

    /** Takes data of the frame that was begun; the number is that of a chunk {@code fdAT}. */
    void data(long number, long at) {
        next(number, at);
        if (frames == 0) {
            throw in.damaged(at, "data of a frame stands before the first frame");
        }
        needsData = false;
    }

    /** The picture's own data is the data of a frame that was begun before it. */
    void picture() {
        needsData = false;
    }

    void end(long at) {
        if (animated && frames != announced) {
            throw in.damaged(at,
                    "the animation has %d of the %d frames that it announces".formatted(frames, announced));
        }
        endFrame(at);
    }

    /** Complains if the frame that ends here has no data. */
    void endFrame(long at) {
        if (needsData) {
            throw in.damaged(at, "a frame of the animation has no data");
        }
    }

    private void next(long number, long at) {
        if (number != sequence) {
            throw in.damaged(at, "a part of the animation has the number %d, not %d".formatted(number, sequence));
        }
        sequence++;
    }
}
