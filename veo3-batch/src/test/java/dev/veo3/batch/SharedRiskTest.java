// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.engine.ServedBatch;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What may be risked by submitting jobs of unknown fate again is risked by all workers together. */
class SharedRiskTest extends ServedStage {
    private static final int JOBS = 8;

    private ServedBatch worker(BatchPlan plan, String name, String upTo) {
        return serve(plan, journal(name), studio, new AmbiguityPolicy.Resubmit(Usd.of(upTo)), TimeSource.system());
    }

    private void everyFirstReplyIsLost() {
        for (int job = 0; job < JOBS; job++) {
            String id = "job" + job;
            studio.answering(id, lost -> {
                studio.answeringNormally(id);
                return new Ending.Unknown("the reply was lost");
            });
        }
    }

    @Test
    void allWorkersTogetherRiskNoMoreThanTheCap() throws Exception {
        BatchPlan plan = plan(JOBS);
        everyFirstReplyIsLost();
        List<Future<Optional<JobOutcome>>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < 4; number++) {
                ServedBatch worker = worker(plan, "worker " + number, "2.50");
                for (int job = number; job < JOBS; job += 4) {
                    int index = job;
                    running.add(threads.submit(() -> worker.run(index)));
                }
            }
            for (Future<Optional<JobOutcome>> one : running) {
                one.get();
            }
        }

        assertThat(studio.accepted()).hasSize(2);
        Journal journal = journal("reader");
        assertThat(plan.ids()).filteredOn(id -> journal.state(id).outcome().filter("ambiguous"::equals).isPresent())
                .hasSize(JOBS - 2);
    }

    @Test
    void whatWasRiskedBeforeARestartCounts() throws Exception {
        BatchPlan plan = plan(JOBS);
        everyFirstReplyIsLost();
        assertThat(worker(plan, "before", "1").run(0)).get().isInstanceOf(JobOutcome.Succeeded.class);

        assertThat(worker(plan, "after", "1").run(1)).get().isInstanceOf(JobOutcome.Ambiguous.class);
        assertThat(worker(plan, "with more", "2").run(1)).get().isInstanceOf(JobOutcome.Succeeded.class);
        assertThat(studio.accepted()).containsExactly("job0", "job1");
    }

    /** Its worker was killed between the decision and the next attempt: whoever goes on with it risks nothing more. */
    @Test
    void anAttemptIsCountedOnce() throws Exception {
        BatchPlan plan = plan(2);
        everyFirstReplyIsLost();
        ServedBatch parking = serve(plan, journal("parking"));
        assertThat(parking.run(0)).get().isInstanceOf(JobOutcome.Ambiguous.class);
        Journal killed = journal("killed");

        assertThat(killed.risk("job0", "submit", 1, PRICE, Usd.of("1"))).contains(true);
        assertThat(killed.risk("job0", "submit", 1, PRICE, Usd.of("1"))).contains(true);

        assertThat(worker(plan, "next", "1").run(0)).get().isInstanceOf(JobOutcome.Succeeded.class);
        assertThat(worker(plan, "last", "1").run(1)).get().isInstanceOf(JobOutcome.Ambiguous.class);
    }
}
