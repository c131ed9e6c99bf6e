// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.Objects;

/**
 * What one method took. Methods of the same name in one class are taken together.
 *
 * @param name {@code package.Class.method}
 * @param self what it took itself, in the unit of the measure
 * @param total what it and all that it called took
 * @param selfShare of everything, from 0 to 1
 * @param totalShare of everything, from 0 to 1
 * @since 1.0
 */
public record HotMethod(String name, long self, long total, double selfShare, double totalShare) {

    /** Checks that nothing is missing. */
    public HotMethod {
        Objects.requireNonNull(name);
    }
}
