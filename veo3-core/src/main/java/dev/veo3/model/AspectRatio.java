// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The shapes of picture that the service makes.
 *
 * @since 1.0
 */
public enum AspectRatio {
    /** 16:9, wider than high. */
    LANDSCAPE("16:9"),
    /** 9:16, higher than wide. */
    PORTRAIT("9:16");

    private final String wire;

    AspectRatio(String wire) {
        this.wire = wire;
    }

    /** The name that the service uses, for example {@code 16:9}. */
    public String wire() {
        return wire;
    }

    /** The ratio of that name; empty when there is none. */
    public static Optional<AspectRatio> of(String name) {
        return Arrays.stream(values()).filter(r -> r.wire.equals(name)).findFirst();
    }

    /** All names, for a message. */
    public static String names() {
        return Arrays.stream(values()).map(AspectRatio::wire).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return wire;
    }
}
