// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.Objects;

/**
 * What lives of one class after the garbage collector has run.
 *
 * @param name as in source text: {@code byte[]}, {@code java.lang.String}
 * @param bytes of the objects themselves, without what they point to
 * @since 1.0
 */
public record LiveClass(String name, long instances, long bytes) {

    /** Checks that nothing is missing. */
    public LiveClass {
        Objects.requireNonNull(name);
    }
}
