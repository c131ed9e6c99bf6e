// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterOptions;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.ClusterWorker;
import dev.veo3.batch.cluster.DatabaseLine;
import dev.veo3.batch.cluster.PostgresServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A worker, and who waits for its batch, over a line to the database that is cut. */
class ClusterAwayTest extends ClusterStage {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private DatabaseLine line;

    @BeforeEach
    void lay() throws Exception {
        line = DatabaseLine.to(database);
    }

    @AfterEach
    void end() throws Exception {
        line.mend();
        workers.forEach(ClusterWorker::close);
        line.close();
        threads.close();
    }

    private ClusterWorker workOverTheLine() {
        ClusterWorker worker = ClusterWorker.start(line.database(), studio,
                ClusterOptions.standard().withTimes(Duration.ofMillis(50), Duration.ofSeconds(1)));
        workers.add(worker);
        return worker;
    }

    @Test
    void whoWaitsForABatchAndItsWorkerOutlastADatabaseThatIsAway() throws Exception {
        CountDownLatch generating = new CountDownLatch(1);
        CountDownLatch away = new CountDownLatch(1);
        studio.ending("job0", generated(generating, away));
        submit(written(2).jobs(6));
        workOverTheLine();
        Future<ClusterStatus> over = threads.submit(() -> ClusterBatch.of(line.database(), "films").await());
        Studio.await(generating);

        line.cut();
        line.awaitRefusal();
        away.countDown();
        line.mend();

        assertThat(over.get().succeeded()).isEqualTo(6);
        assertThat(studio.accepted()).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void aWorkerThatIsClosedWhileTheDatabaseIsAwayWritesDownWhatIsPaidWhenItIsBack() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        studio.answering("job0", late(asked, answer));
        ClusterBatch batch = submit(written(1).jobs(3));
        ClusterWorker first = workOverTheLine();
        Studio.await(asked);

        line.cut();
        Future<?> closing = threads.submit(first::close);
        answer.countDown();
        line.awaitRefusal();
        assertThat(closing.isDone()).isFalse();
        line.mend();
        closing.get();

        studio.answeringNormally();
        work();
        ClusterStatus status = batch.await();
        assertThat(status.succeeded()).isEqualTo(3);
        assertThat(studio.accepted()).containsExactly("job0", "job1", "job2");
    }

    /** For longer than four heartbeats, so that every worker's jobs look like those of one that is gone. */
    @Test
    void aJobThatRunsIsNotGivenAwayBecauseTheDatabaseWasAway() throws Exception {
        CountDownLatch generating = new CountDownLatch(1);
        CountDownLatch generated = new CountDownLatch(1);
        studio.ending("job0", generated(generating, generated));
        ClusterBatch batch = submit(written(1).jobs(1));
        workers.add(ClusterWorker.start(line.database(), studio,
                ClusterOptions.standard().withTimes(Duration.ofMillis(20), Duration.ofMillis(250))));
        Studio.await(generating);
        String version = PostgresServer.text(database, "SELECT version FROM veo3_execution");

        line.cut();
        awaitHeartbeat("< clock_timestamp() - interval '1100 milliseconds'");
        line.mend();
        awaitHeartbeat("> clock_timestamp() - interval '500 milliseconds'");

        assertThat(PostgresServer.text(database, "SELECT version FROM veo3_execution")).isEqualTo(version);
        generated.countDown();
        assertThat(batch.await().succeeded()).isEqualTo(1);
        assertThat(studio.accepted()).containsExactly("job0");
    }

    private void awaitHeartbeat(String condition) throws Exception {
        while (PostgresServer.text(database, "SELECT count(*) FROM veo3_execution WHERE last_heartbeat " + condition)
                .equals("0")) {
            goOnUnlessInterrupted();
        }
    }
}
