// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

/**
 * A place in a manifest file.
 *
 * @param line counted from 1; 0 when the value did not come from a file
 * @param column counted from 1; 0 when the value did not come from a file
 * @since 1.0
 */
public record SourcePosition(int line, int column) {

    /** The place of everything that was built by a program and not read from a file. */
    public static final SourcePosition NONE = new SourcePosition(0, 0);

    /** Whether this is a real place in a file. */
    public boolean isKnown() {
        return line > 0;
    }
}
