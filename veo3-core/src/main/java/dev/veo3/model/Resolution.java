package dev.veo3.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The resolutions that the service makes. */
public enum Resolution {
    P360("360p"), P720("720p"), P1080("1080p"), K4("4k");

    private final String wire;

    Resolution(String wire) {
        this.wire = wire;
    }

    /** The name that the service uses, for example {@code 720p}. */
    public String wire() {
        return wire;
    }

    /** The resolution of that name, in any case; empty when there is none. */
    public static Optional<Resolution> of(String name) {
        return Arrays.stream(values()).filter(r -> r.wire.equalsIgnoreCase(name)).findFirst();
    }

    /** All names, for a message. */
    public static String names() {
        return Arrays.stream(values()).map(Resolution::wire).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return wire;
    }
}
