// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import java.nio.file.Path;

/**
 * What {@link MediaInspector#verify(Path)} found out about an image or a video. Immutable.
 *
 * @since 1.0
 */
public sealed interface Verification {

    /** How much of a file is looked at. */
    enum Depth {
        /**
         * The structure and the checksums. Of a PNG the picture is not unpacked, and of a video the samples are not read:
         * it is enough that they are there.
         */
        STRUCTURE,
        /** The structure, the checksums, and whatever the format allows to say about the content. */
        CONTENT
    }

    /** The file, as it was given to the inspector. */
    Path path();

    /**
     * Nothing is wrong with the file, as far as its format allows to say.
     *
     * @param info what the file says about itself, as {@link MediaInspector#inspect(Path)} would answer
     * @param trailingBytes how many bytes stand behind the end of the image or the video. Programs that show it ignore them, and
     *        some cameras put more pictures or a clip there
     */
    record Intact(MediaInfo info, long trailingBytes) implements Verification {

        @Override
        public Path path() {
            return info.path();
        }
    }

    /**
     * The file is cut off, was changed, or contradicts its format.
     *
     * @param path the file, as it was given to the inspector
     * @param offset the place in the file, in bytes from its start, where the damage shows; it began there or before. The size of
     *        the file where something is missing
     * @param reason what is wrong there, without a full stop
     */
    record Damaged(Path path, long offset, String reason) implements Verification {

        /** The whole sentence: the file, the place, what is wrong, and what to do. */
        public String message() {
            return MediaException.sentence(path, offset, reason);
        }
    }
}
