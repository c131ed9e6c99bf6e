// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

/**
 * What a download does when there is something at its target already. In no case is a target ever there in part.
 *
 * @since 1.0
 */
public enum IfExists {
    /**
     * It throws, before anything is fetched when it is there by then, and leaves it as it is. What comes about while the video is
     * fetched is not replaced either.
     */
    FAIL,
    /** It replaces a file in one step, once the video is whole; a directory it does not replace. */
    REPLACE,
    /** It returns at once and leaves a file as it is, whatever it holds. Repeating a download costs nothing then. */
    KEEP
}
