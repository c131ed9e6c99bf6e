// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Downloaded;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.Opened;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Resolved;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records for tests. */
final class Records {
    static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123456789Z");
    static final String SUBMIT = JobContext.SUBMIT;
    static final Usd PRICE = Usd.of("3.20");

    private Records() {}

    static Opened opened(String instance) {
        return new Opened(NOW, "jobs.yaml", "0a1b", "2c3d", "1.0.0", instance);
    }

    static Admitted admitted(String job) {
        return new Admitted(job, NOW, "1:spec-of-" + job, Optional.of(PRICE));
    }

    static Submitting submitting(String job, int attempt) {
        return new Submitting(job, NOW, SUBMIT, attempt, PRICE, Optional.empty());
    }

    static Submitted submitted(String job, int attempt) {
        return new Submitted(job, NOW, SUBMIT, attempt, operation(job, attempt));
    }

    static String operation(String job, int attempt) {
        return "projects/p/locations/us-central1/publishers/google/models/m/operations/" + job + "-" + attempt;
    }

    static Rejected rejected(String job, int attempt, Rejected.Cause cause) {
        return new Rejected(job, NOW, SUBMIT, attempt, cause, "HTTP 429: come back later");
    }

    static Ambiguous ambiguous(String job, int attempt) {
        return new Ambiguous(job, NOW, SUBMIT, attempt, "the connection broke", Optional.of("gs://b/a1/"));
    }

    static Resolved resolved(String job, int attempt, Verdict verdict) {
        return new Resolved(job, NOW, SUBMIT, attempt, verdict);
    }

    static Generated generated(String job) {
        return new Generated(job, NOW, List.of("gs://bucket/" + job + ".mp4"), Optional.of(NOW.plusSeconds(172_800)));
    }

    static Downloaded downloaded(String job) {
        return new Downloaded(job, NOW, file(job), 1_234_567, "e3b0c44298fc1c149afbf4c8996fb924");
    }

    static Ended succeeded(String job, int attempt) {
        return new Ended(job, NOW, "succeeded", Optional.empty(), List.of(file(job)),
                Optional.of(operation(job, attempt)), NOW.minusSeconds(61), Duration.ofSeconds(61), PRICE, attempt);
    }

    static Ended ended(String job, String outcome, String reason, int attempt) {
        return new Ended(job, NOW, outcome, Optional.of(reason), List.of(), Optional.empty(), NOW,
                Duration.ofMillis(1), Usd.ZERO, attempt);
    }

    static Path file(String job) {
        return Path.of("videos").resolve(job + ".mp4");
    }

    /** All that is recorded of a job that goes well. */
    static List<JournalRecord> life(String job) {
        return List.of(admitted(job), submitting(job, 1), submitted(job, 1), generated(job), downloaded(job),
                succeeded(job, 1));
    }
}
