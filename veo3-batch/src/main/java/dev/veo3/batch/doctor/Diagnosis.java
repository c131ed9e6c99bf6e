// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.doctor;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that a {@link Doctor} looked at, in the order in which it did.
 *
 * @since 1.0
 */
public record Diagnosis(List<Check> checks) {

    /** Copies the list. */
    public Diagnosis {
        checks = List.copyOf(checks);
    }

    /** Whether nothing failed; what could not be looked at did not. */
    public boolean isHealthy() {
        return checks.stream().noneMatch(check -> check.result() == Check.Result.FAIL);
    }

    /** One line for each check, for people. */
    public String describe() {
        return checks.stream().map(Check::describe).collect(Collectors.joining(System.lineSeparator()));
    }
}
