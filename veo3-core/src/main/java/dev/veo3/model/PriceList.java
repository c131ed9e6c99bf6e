// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.Map;
import java.util.Optional;

/**
 * Dollars for each second of output. A resolution without a price is in neither table.
 *
 * @param withAudio with sound
 * @param silent without sound, for models whose sound can be switched off
 * @since 1.0
 */
public record PriceList(Map<Resolution, Usd> withAudio, Map<Resolution, Usd> silent) {

    /** No price is known. */
    public static final PriceList NONE = new PriceList(Map.of(), Map.of());

    /** Copies the tables. */
    public PriceList {
        withAudio = Map.copyOf(withAudio);
        silent = Map.copyOf(silent);
    }

    /** The price of a second. */
    public Optional<Usd> second(Resolution resolution, boolean isSilent) {
        return Optional.ofNullable((isSilent ? silent : withAudio).get(resolution));
    }
}
