// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.catalog;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the catalogue.
 *
 * @param platform where it is served
 * @param id its id
 * @param stage how far it is, such as {@code GA}
 * @param retired the day on which it ceased to answer
 * @param withSound US dollars for a second of video with sound, by resolution
 * @param silent the same for a video without
 */
public record Model(Platform platform, String id, String stage, Optional<LocalDate> retired,
        Map<String, BigDecimal> withSound, Map<String, BigDecimal> silent) {

    /** A row with immutable prices. */
    public Model {
        withSound = Map.copyOf(withSound);
        silent = Map.copyOf(silent);
    }

    /** Whether this is a model of the Veo family, which has other requests than Omni. */
    public boolean isVeo() {
        return id.startsWith("veo-");
    }

    boolean retiredOn(LocalDate day) {
        return retired.isPresent() && !retired.get().isAfter(day);
    }

    /** US dollars for a second of video; empty when no price is known. */
    public Optional<BigDecimal> price(String resolution, boolean sound) {
        // A model that always makes sound has no other price.
        return Optional.ofNullable((sound || silent.isEmpty() ? withSound : silent).get(resolution));
    }
}
