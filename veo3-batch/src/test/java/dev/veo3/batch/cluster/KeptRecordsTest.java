// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a worker says of a job that another one has, or had: some of it is kept. */
class KeptRecordsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String STEP = "submit";

    private final String batch = "batch " + UUID.randomUUID();
    private final Journal one = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "one");
    private final Journal two = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "two");

    private static Submitting submitting(String job, int attempt) {
        return new Submitting(job, NOW, STEP, attempt, Usd.of("1.20"), Optional.empty());
    }

    private static Submitted submitted(String job, int attempt, String operation) {
        return new Submitted(job, NOW, STEP, attempt, operation);
    }

    @Test
    void itIsSaidWhetherARecordIsKept() {
        assertThat(one.append(new Admitted("a", NOW, "1:spec", Optional.empty()))).isTrue();
        one.force(submitting("a", 1));

        assertThat(two.append(ended("a", "skipped"))).as("it may be being sent").isFalse();
        one.append(new Rejected("a", NOW, STEP, 1, Rejected.Cause.QUOTA, "HTTP 429"));
        assertThat(two.append(ended("a", "skipped"))).as("nothing came of it").isTrue();

        assertThat(one.state("a").outcome()).contains("skipped");
    }

    /** It stood still while the other one brought its job home, and is closed now. */
    @Test
    void aVideoThatAnotherWorkerHasBroughtHomeStays() {
        one.append(new Admitted("a", NOW, "1:spec", Optional.empty()));
        one.force(submitting("a", 1));
        one.force(submitted("a", 1, "operations/1"));
        two.append(ended("a", "succeeded"));

        assertThat(one.append(ended("a", "unfinished"))).as("the job rests").isTrue();

        assertThat(two.state("a").outcome()).contains("succeeded");
    }

    private static Ended ended(String job, String outcome) {
        return new Ended(job, NOW, outcome, Optional.empty(), List.of(), Optional.empty(), NOW, Duration.ZERO, Usd.ZERO,
                1);
    }
}
