// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.time.LocalDate;
import java.util.Optional;

/**
 * From when to when a model is there.
 *
 * @param stage for example {@code GA} or {@code preview}; words of the service, for people
 * @param released a day, a month or a year, as exactly as it is known: {@code 2025-11-17}, {@code 2025-10}, {@code 2025}
 * @param retired the day on which it ceased or will cease to answer; empty while none is known
 * @param earliestRetirement the day before which the service promised not to retire it
 * @param replacement what to ask instead
 * @since 1.0
 */
public record Lifecycle(String stage, Optional<String> released, Optional<LocalDate> retired,
        Optional<LocalDate> earliestRetirement, Optional<ModelId> replacement) {

    /** Whether the model answers on that day, as far as is known. */
    public boolean isLiveOn(LocalDate day) {
        return retired.isEmpty() || day.isBefore(retired.get());
    }
}
