// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Workers of one batch, who share its limits. */
abstract class LimitedWorkers {
    protected static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    protected static final String STEP = "submit";
    protected static final Usd PRICE = Usd.of("1.20");

    protected final String batch = "batch " + UUID.randomUUID();

    protected Journal worker(String name, ClusterLimits limits) {
        return PostgresJournal.ofWorker(PostgresServer.pool(), batch, name, limits,
                job -> job.startsWith("other") ? "other-model" : "model");
    }

    protected static Submitting intent(String job, int attempt) {
        return new Submitting(job, NOW, STEP, attempt, PRICE, Optional.empty());
    }

    protected static Ended ended(String job, String outcome, Usd cost) {
        return new Ended(job, NOW, outcome, Optional.empty(), List.of(), Optional.empty(), NOW, Duration.ZERO, cost, 1);
    }

    protected static void admit(Journal journal, String job) {
        journal.append(new Admitted(job, NOW, "1:spec", Optional.of(PRICE)));
    }

    protected static boolean passes(Journal journal, Submitting intent) {
        try {
            journal.force(intent);
            return true;
        } catch (HeldBackException e) {
            return false;
        }
    }

    protected static HeldBackException heldBack(Journal journal, Submitting intent) {
        HeldBackException held = catchThrowableOfType(HeldBackException.class, () -> journal.force(intent));
        assertThat(held).as("the intent of " + intent.job() + " is held back").isNotNull();
        return held;
    }
}
