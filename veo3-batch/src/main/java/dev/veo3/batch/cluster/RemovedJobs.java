// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs that are dealt out and are in the manifest no more. What the service may keep of such a job is told once, and the job is put
 * to rest as it stands: when it is back in the manifest, it goes on from there. Thread-safe.
 */
final class RemovedJobs {
    private static final Logger LOG = LoggerFactory.getLogger(RemovedJobs.class);

    private final String batch;
    private final Journal journal;
    private final DatabaseClock clock;

    RemovedJobs(String batch, Journal journal, DatabaseClock clock) {
        this.batch = batch;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Puts a job to rest, so that nobody deals it out again.
     *
     * @throws dev.veo3.batch.journal.JournalException when the journal cannot be written
     */
    void put(String job) {
        JobHistory history = journal.history(job);
        switch (history.state().phase()) {
            case NEW, ADMITTED, ENDED ->
                LOG.info("Job {} of batch {} is in the manifest no more, and is left alone", job, batch);
            case SUBMITTED ->
                rest(history, "unfinished", "the service keeps it under " + operation(history).orElse("?"));
            case AMBIGUOUS -> rest(history, "ambiguous", "it is not known whether the service took it");
            case SUBMITTING -> {
                declare(history);
                rest(journal.history(job), "ambiguous", "it is not known whether the service took it");
            }
        }
    }

    private void declare(JobHistory history) {
        for (StepRecord step : history.steps()) {
            if (step instanceof Submitting intent) {
                journal.append(new Ambiguous(intent.job(), clock.now(), intent.step(), intent.attempt(),
                        "its worker is gone, or stood still, and the job is in the manifest no more",
                        intent.storagePrefix()));
            }
        }
    }

    private static Optional<String> operation(JobHistory history) {
        return history.result(JobContext.SUBMIT);
    }

    private void rest(JobHistory history, String outcome, String why) {
        LOG.warn(
                "Job {} of batch {} is in the manifest no more, and {}: put it back and submit the batch again, and its"
                        + " video is brought home",
                history.job(), batch, why);
        Instant now = clock.now();
        journal.append(new Ended(history.job(), now, outcome,
                Optional.of("it is in the manifest no more, and " + why), List.of(), operation(history), now,
                Duration.ZERO, Usd.ZERO, history.nextAttempt(JobContext.SUBMIT) - 1));
    }
}
