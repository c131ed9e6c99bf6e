// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

/**
 * What a model can be asked for.
 *
 * @since 1.0
 */
public enum Feature {
    /** A video from a text. */
    TEXT,
    /** A video that begins with a picture. */
    IMAGE,
    /** A video between a first and a last frame. */
    INTERPOLATION,
    /** A video with the persons or things of reference pictures. */
    REFERENCES,
    /** A video that goes on where another ended. */
    EXTENSION,
    /** A change to a video that exists. */
    EDIT
}
