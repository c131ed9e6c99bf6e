// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.util.Locale;

/**
 * Which part of a video an edit of Veo changes, and how.
 *
 * @param image a picture that shows the part
 * @param mode what becomes of it
 * @since 1.0
 */
public record EditMask(MediaSource image, Mode mode) {

    /** What becomes of the masked part. */
    public enum Mode {
        /** Something is put in. */
        INSERT,
        /** A thing that may move is taken out. */
        REMOVE,
        /** A thing that stands still is taken out. */
        REMOVE_STATIC,
        /** The picture goes on beyond its edge. */
        OUTPAINT;

        /** The name that the service uses. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
