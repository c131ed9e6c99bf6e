// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.ClusterBatch;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.manifest.BatchManifest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A job that the limits of all workers hold back waits, asks nobody meanwhile, and goes on as soon as there is room. */
class ClusterHeldBackTest extends ClusterStage {
    private static final String ASKED = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM asked";

    /** Counts in the database how often somebody asks for an attempt, whether he gets it or not. */
    @BeforeEach
    void count() throws Exception {
        PostgresServer.execute(database, "CREATE SEQUENCE asked");
        PostgresServer.execute(database, "CREATE FUNCTION count_asked() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM nextval(''asked''); RETURN NEW; END'");
        PostgresServer.execute(database, "CREATE TRIGGER asked BEFORE INSERT ON veo3_attempt"
                + " FOR EACH ROW EXECUTE FUNCTION count_asked()");
    }

    @Test
    void aJobGoesOnWhenAPlaceBecomesFreeAndHasAskedOnceUntilThen() throws Exception {
        PostgresServer.execute(database, "INSERT INTO veo3_job (batch, job, phase, at_service_since)"
                + " VALUES ('films', 'other', 'SUBMITTED', clock_timestamp())");
        ClusterBatch batch = submit(written(1).jobs(1));
        work();
        awaitText(ASKED, "1");

        PostgresServer.execute(database, "DELETE FROM veo3_job WHERE job = 'other'");

        assertThat(batch.await().succeeded()).isEqualTo(1);
        assertThat(Integer.parseInt(text(ASKED))).isLessThanOrEqualTo(2);
    }

    /** Its job is brought home first, and nothing else tells that its place is free. */
    @Test
    void aJobGoesOnWhenThePlaceOfAWorkerThatIsGoneBecomesFree() throws Exception {
        BatchManifest manifest = written(1).jobs(3).load("films.yaml");
        ClusterBatch batch = ClusterBatch.submit(database, "films", manifest, WrittenBatch.settings());
        submittedByOneThatIsGone(manifest, "job0");
        PostgresServer.execute(database, "UPDATE veo3_execution SET picked = true, picked_by = 'gone',"
                + " last_heartbeat = clock_timestamp() WHERE task_instance = 'job0'");
        workWithHeartbeat(studio, Duration.ofMillis(250));
        awaitText("SELECT last_value > 1 FROM asked", "t");

        assertThat(batch.await().succeeded()).isEqualTo(3);

        assertThat(studio.accepted()).containsExactlyInAnyOrder("job1", "job2");
        assertThat(Integer.parseInt(text(ASKED))).as("the gone one's, and for each of the others two or three")
                .isLessThanOrEqualTo(7);
    }
}
