// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.ClusterStatus;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.manifest.BatchManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A batch that ends while no worker sees its output directory. */
class ClusterDirectoryTest extends ClusterStage {

    private Path marker() {
        return directory.resolve("videos").resolve(".films.veo3-batch");
    }

    private void letItsTimeBeOver() throws Exception {
        PostgresServer.execute(database, "UPDATE veo3_batch SET deadline_millis = 0");
    }

    /** One of its jobs is in the hands of a worker that is gone. */
    @Test
    void whatWasNotBegunOfABatchThatHasStoppedIsGivenUpThoughNoWorkerSeesItsDirectory() throws Exception {
        ClusterBatch batch = submit(written(2).jobs(3));
        Files.delete(marker());
        PostgresServer.execute(database, "UPDATE veo3_execution SET picked = true, picked_by = 'gone',"
                + " last_heartbeat = now() - interval '1 hour' WHERE task_instance = 'job1'");
        letItsTimeBeOver();
        workWithHeartbeat(studio, Duration.ofMillis(250));

        ClusterStatus status = batch.await();

        assertThat(status.stopped()).contains("the batch's time was over");
        assertThat(status.ended()).isZero();
        assertThat(studio.accepted()).isEmpty();
    }

    @Test
    void whatTheServiceHasOfABatchThatHasStoppedWaitsForItsDirectory() throws Exception {
        BatchManifest manifest = written(2).jobs(3).load("films.yaml");
        ClusterBatch batch = ClusterBatch.submit(database, "films", manifest, WrittenBatch.settings());
        submittedByOneThatIsGone(manifest, "job1");
        String content = Files.readString(marker());
        Files.delete(marker());
        letItsTimeBeOver();
        work();

        awaitStatus(batch, status -> status.dealt() == 1);

        assertThat(text("SELECT task_instance FROM veo3_execution")).isEqualTo("job1");
        assertThat(batch.status().isOver()).isFalse();
        workers.removeFirst().close();
        Files.writeString(marker(), content);
        work();
        assertThat(batch.await().succeeded()).isEqualTo(1);
        assertThat(studio.accepted()).as("submitted anew").isEmpty();
    }
}
