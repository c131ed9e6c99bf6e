// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.journal.ChangedJobsException;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.error.ServiceError;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A batch that workers run is steered from any program. */
class ClusterBatchTest extends ClusterStage {
    @Test
    void aBatchThatDoesNotContinueOnErrorSubmitsNothingMore() throws Exception {
        studio.answering("job0",
                job -> new Ending.Refused(new ServiceError(400, "INVALID_ARGUMENT", "no", Optional.empty())));
        ClusterBatch batch = submit(written(1).setting("continue_on_error: false").jobs(40));
        work();

        ClusterStatus status = batch.await();

        assertThat(status.stopped()).get().asString().contains("job0", "does not continue on error");
        assertThat(studio.accepted()).isEmpty();
    }

    @Test
    void aPausedBatchTakesUpNothingUntilItIsResumed() throws Exception {
        ClusterBatch batch = submit(written(2).jobs(4));
        batch.pause("the price goes down at night");
        work();
        awaitStatus(batch, status -> !status.workers().isEmpty());

        assertThat(batch.status().paused()).contains("the price goes down at night");
        assertThat(studio.accepted()).isEmpty();
        batch.resume();
        assertThat(batch.await().succeeded()).isEqualTo(4);
    }

    @Test
    void aStoppedBatchBringsHomeWhatTheServiceHasAndIsTakenUpAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        studio.answering("job0", late(asked, answer));
        WrittenBatch written = written(1).jobs(30);
        ClusterBatch batch = submit(written);
        work();
        Studio.await(asked);

        batch.stop("enough");
        answer.countDown();
        ClusterStatus status = batch.await();

        assertThat(status.stopped()).contains("enough");
        assertThat(status.succeeded()).isEqualTo(1);
        assertThat(studio.accepted()).containsExactly("job0");
        studio.answeringNormally();
        assertThat(submit(written).await().succeeded()).isEqualTo(30);
        assertThat(studio.accepted()).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void aBatchThatIsStoppingIsNotSubmittedAndSaysWhatToDo() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        studio.answering("job0", late(asked, answer));
        WrittenBatch written = written(1).jobs(2);
        ClusterBatch batch = submit(written);
        work();
        Studio.await(asked);
        batch.stop("enough");
        assertThat(ClusterBatch.openNames(database)).containsExactly("films");

        assertThatThrownBy(() -> submit(written)).isInstanceOf(JournalException.class)
                .hasMessageContaining("is stopping (enough)").hasMessageContaining("Wait until it is over");
        answer.countDown();
        assertThat(batch.await().succeeded()).isEqualTo(1);
        assertThat(ClusterBatch.openNames(database)).isEmpty();
        assertThat(submit(written).await().succeeded()).isEqualTo(2);
    }

    /** The server's own default does not matter. */
    @Test
    void aPauseAndAStopAreOnTheDiskWhenTheyReturn() throws Exception {
        PostgresServer.execute(database, "CREATE TABLE seen (level text)");
        PostgresServer.execute(database,
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO seen"
                        + " VALUES (current_setting(''synchronous_commit'')); RETURN NEW; END'");
        ClusterBatch batch = submit(written(2).jobs(4));
        PostgresServer.execute(database,
                "CREATE TRIGGER note BEFORE UPDATE ON veo3_batch FOR EACH ROW EXECUTE FUNCTION note()");
        PostgresServer.execute(database, "DO 'BEGIN EXECUTE ''ALTER DATABASE '' || current_database() ||"
                + " '' SET synchronous_commit = off''; END'");
        database.getHikariPoolMXBean().softEvictConnections();

        batch.pause("the price goes down at night");
        batch.resume();
        batch.stop("enough");

        assertThat(PostgresServer.text(database, "SHOW synchronous_commit")).isEqualTo("off");
        assertThat(PostgresServer.text(database, "SELECT string_agg(level, ' ') FROM seen")).isEqualTo("on on on");
    }

    @Test
    void aBatchThatIsStoppedIsPausedNoMore() throws Exception {
        ClusterBatch batch = submit(written(2).jobs(4));
        batch.pause("the price goes down at night");
        batch.stop("enough");

        assertThat(batch.await().paused()).isEmpty();
        assertThat(batch.status().stopped()).contains("enough");
    }

    @Test
    void whatIsLeftOfASubmissionTouchesNoJobOfTheNextOne() throws Exception {
        work();
        int most = 8;
        for (int jobs = 1; jobs <= most; jobs++) {
            assertThat(submit(written(2).jobs(jobs)).await().succeeded()).isEqualTo(jobs);
        }
        assertThat(studio.accepted()).hasSize(most).doesNotHaveDuplicates();
    }

    @Test
    void aBatchThatRunsIsSubmittedOnceAndNotWithAnotherManifest() throws Exception {
        ClusterBatch batch = submit(written(2).jobs(3));
        submit(written(2).jobs(3));

        assertThatThrownBy(() -> submit(written(2).jobs(4))).isInstanceOf(JournalException.class)
                .hasMessageContaining("runs with another manifest");
        work();
        assertThat(batch.await().succeeded()).isEqualTo(3);
    }

    @Test
    void aManifestThatChangedAfterItsBatchWasOverRunsWhatIsNewAndNoChangedJob() throws Exception {
        work();
        submit(written(2).jobs(3)).await();

        assertThat(submit(written(2).jobs(5)).await().succeeded()).isEqualTo(5);
        assertThat(studio.accepted()).hasSize(5).doesNotHaveDuplicates();
        WrittenBatch changed = written(2).job("job0", "priority: 1").job("job1", "price: 3")
                .job("job2", "").setting("  - {id: job3, type: generate, options: {prompt: 'Rain'}, output: job3.mp4}");
        assertThatThrownBy(() -> submit(changed)).isInstanceOf(ChangedJobsException.class).hasMessageContaining("job3");
    }

    @Test
    void theTimeOfABatchIsTheDatabases() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        studio.answering("job0", late(asked, answer));
        ClusterBatch batch = submit(written(1).setting("deadline: 1s").jobs(5));
        work();
        awaitStatus(batch, status -> status.stopped().isPresent());
        answer.countDown();

        ClusterStatus status = batch.await();

        assertThat(status.stopped()).contains("the batch's time was over");
        assertThat(studio.accepted()).hasSizeLessThan(2);
    }

    @Test
    void aBatchThatNobodySubmittedIsMissing() {
        assertThatThrownBy(() -> ClusterBatch.of(database, "none").status()).isInstanceOf(JournalException.class)
                .hasMessageContaining("There is no batch \"none\"");
        assertThatThrownBy(() -> ClusterBatch.of(database, "a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Optional.of(ClusterBatch.names(database))).contains(List.of());
    }

    /** Each worker reads a copy of the manifest, which is not beside the table. */
    @Test
    void aTableBesideTheManifestIsFoundByEachWorker() throws Exception {
        Files.writeString(directory.resolve("products.csv"), "sku,product\nK1,teapot\nK2,lamp\n");
        ClusterBatch batch = submit(written(2).setting("jobs:").setting("  - {id: '{{sku}}', for_each: products.csv,"
                + " type: generate, options: {prompt: 'A {{product}}'}, output: '{{id}}.mp4'}"));
        work();

        assertThat(batch.await().succeeded()).isEqualTo(2);
        assertThat(studio.accepted()).containsExactlyInAnyOrder("K1", "K2");
    }
}
