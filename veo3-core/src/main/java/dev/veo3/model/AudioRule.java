// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

/**
 * Whether a model makes sound.
 *
 * @since 1.0
 */
public enum AudioRule {
    /** Always silent. */
    NEVER,
    /** With sound unless it is switched off, which costs less. */
    OPTIONAL,
    /** Always with sound. */
    ALWAYS
}
