// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.journal.JournalException;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A pool that is too small is told when a worker starts, and not now and then afterwards. */
class ConnectionsTest {

    @Test
    void aWorkerDoesNotStartOnAPoolThatIsTooSmall() throws Exception {
        try (HikariDataSource database = PostgresServer.newPool(Connections.FEWEST - 1, 1_000)) {
            assertThatThrownBy(() -> ClusterWorker.start(database,
                    (job, context) -> new JobOutcome.Succeeded(List.of()))).isInstanceOf(JournalException.class)
                    .hasMessageContaining("gave " + (Connections.FEWEST - 1) + " connections at once and not one more")
                    .hasMessageContaining("Give the pool");
            assertThat(database.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @Test
    void aWorkerStartsOnAPoolThatIsJustLargeEnough() throws Exception {
        try (HikariDataSource database = PostgresServer.newPool(Connections.FEWEST);
                ClusterWorker worker = ClusterWorker.start(database,
                        (job, context) -> new JobOutcome.Succeeded(List.of()))) {
            assertThat(worker.name()).isNotBlank();
        }
    }
}
