// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is said of a job besides its video: when it runs, how long, and for how much. Immutable.
 *
 * @param priority jobs of a higher one go first; 0 unless something else is wanted, at least -1,000 and at most 1,000
 * @param dependsOn the ids of jobs that must have their videos before this one begins
 * @param timeout how long the job may take, from the moment it begins
 * @param price what it costs when all of its videos succeed, in place of the catalogue's price
 * @since 1.0
 */
public record JobTerms(int priority, List<String> dependsOn, Optional<Duration> timeout, Optional<Usd> price) {

    /** The highest priority; its negative is the lowest. */
    public static final int HIGHEST_PRIORITY = 1_000;

    private static final JobTerms STANDARD = new JobTerms(0, List.of(), Optional.empty(), Optional.empty());

    /** Copies the ids. */
    public JobTerms {
        dependsOn = List.copyOf(dependsOn);
    }

    /** Nothing is said. */
    public static JobTerms standard() {
        return STANDARD;
    }

    /** The same terms with this priority. */
    public JobTerms withPriority(int value) {
        return new JobTerms(value, dependsOn, timeout, price);
    }

    /** The same terms for a job that waits for these. */
    public JobTerms withDependsOn(String... ids) {
        return new JobTerms(priority, List.of(ids), timeout, price);
    }

    /** The same terms with this longest time. */
    public JobTerms withTimeout(Duration longest) {
        return new JobTerms(priority, dependsOn, Optional.of(longest), price);
    }

    /** The same terms with this price. */
    public JobTerms withPrice(Usd allVideos) {
        return new JobTerms(priority, dependsOn, timeout, Optional.of(allVideos));
    }
}
