// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.model.Usd;
import java.util.Optional;

/**
 * An attempt at a job besides the one that counts, which the service may charge all the same: one of unknown fate that was
 * followed by another or given up by a person, one of a job that was changed since or that is not in the manifest any more, or one
 * whose result came too late.
 *
 * @param job the job's id
 * @param step the step, for example {@code submit}
 * @param attempt its number, from 1
 * @param operation the name under which the service keeps it; empty when nobody knows whether the service took it
 * @param price what it has cost, or may have, by the job's price; empty when that is not known
 * @since 1.0
 */
public record ExtraAttempt(String job, String step, int attempt, Optional<String> operation, Optional<Usd> price) {

    /** The price, or nothing where it is not known. */
    public Usd cost() {
        return price.orElse(Usd.ZERO);
    }

    /** A line for people: {@code job "a", submit, attempt 1, $3.20: it is not known whether the service took it}. */
    public String describe() {
        return "job \"" + job + "\", " + step + ", attempt " + attempt + price.map(usd -> ", " + usd).orElse("") + ": "
                + operation.map(name -> "the service keeps it as " + name)
                        .orElse("it is not known whether the service took it");
    }
}
