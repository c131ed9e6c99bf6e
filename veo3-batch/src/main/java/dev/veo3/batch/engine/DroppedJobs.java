// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.plan.BatchPlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs that are in the manifest no more: what the service may keep or charge of them is neither forgotten nor spent once more. */
final class DroppedJobs {
    private static final Logger LOG = LoggerFactory.getLogger(DroppedJobs.class);

    private final BatchPlan plan;
    private final Parts parts;

    DroppedJobs(BatchPlan plan, Parts parts) {
        this.plan = plan;
        this.parts = parts;
    }

    /** Looks for them in a journal. */
    void take(Journal journal) {
        try (Stream<JobHistory> jobs = journal.jobs()) {
            jobs.filter(history -> plan.find(history.job()).isEmpty()).forEach(this::take);
        }
    }

    private void take(JobHistory history) {
        Optional<Ended> done = history.ended().filter(Ended::hasVideo);
        boolean hasVideo = done.isPresent();
        // A cap that could be passed by taking lines out of the manifest would be none.
        done.map(Ended::cost).ifPresent(parts.funds()::spentOnRemoved);
        List<StepRecord> open = hasVideo ? List.of() : history.charged();
        for (StepRecord record : open) {
            LOG.warn(
                    "Job {} is not in the manifest any more, and the service may keep a video for it ({}, attempt {}, {}):"
                            + " put it back, and its video is brought home",
                    history.job(), record.step(), record.attempt(), record.knownResult().orElse("of unknown fate"));
        }
        Stream.concat(history.extras().stream(), open.stream()).forEach(record -> {
            history.price(record).ifPresent(parts.funds()::reservedForRemoved);
            parts.extras().left(history.job(), record, history.price(record));
        });
    }
}
