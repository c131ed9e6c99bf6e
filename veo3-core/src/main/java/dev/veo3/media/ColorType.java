// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

/**
 * What the channels of an image mean, alpha apart.
 *
 * @since 1.0
 */
public enum ColorType {
    /** One channel of brightness. */
    GRAY,
    /** One channel of numbers that point into a palette of red, green and blue. */
    INDEXED,
    /** Red, green and blue. */
    RGB,
    /** Brightness and two differences of colour, as most JPEG and lossy WebP images have it. */
    YCBCR,
    /** The four inks of print. Few programs show them as they are meant, and the models are made for pictures on screens. */
    CMYK,
    /** The four inks of print, the coloured ones as brightness and two differences of colour. */
    YCCK
}
