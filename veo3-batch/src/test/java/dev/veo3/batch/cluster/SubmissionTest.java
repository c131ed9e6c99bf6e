// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.WrittenBatch;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.manifest.BatchManifest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What whoever submits a batch sees when the database goes away in the middle. */
class SubmissionTest {
    private static final int JOBS = 3;

    private final AtomicBoolean gone = new AtomicBoolean();
    private HikariDataSource database;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() throws Exception {
        database = PostgresServer.newPool(5);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ClusterBatch submit(DataSource to) throws Exception {
        BatchManifest manifest = new WrittenBatch(directory, 2).jobs(JOBS).load("films.yaml");
        return ClusterBatch.submit(to, "films", manifest, WrittenBatch.settings());
    }

    /** Gone once something was committed, whose answer comes or not. */
    private DataSource goneAfterACommit(boolean answered) {
        return Intercepted.of(DataSource.class, database, call -> {
            if (gone.get()) {
                throw new SQLException("it is gone", "08001");
            }
            Object result = call.happen();
            return result instanceof Connection connection ? watched(connection, answered) : result;
        });
    }

    private Connection watched(Connection connection, boolean answered) {
        return Intercepted.of(Connection.class, connection, call -> {
            Object result = call.happen();
            if (call.name().equals("commit")) {
                gone.set(true);
                if (!answered) {
                    throw new SQLException("the connection broke while the commit was answered", "08006");
                }
            }
            return result;
        });
    }

    private String opened() throws SQLException {
        return PostgresServer.text(database, "SELECT count(*) FROM veo3_record WHERE batch = 'films' AND job IS NULL");
    }

    @Test
    void aBatchThatIsThereIsSubmittedWhateverHappensToTheDatabaseAfterwards() throws Exception {
        submit(goneAfterACommit(true));

        assertThat(ClusterBatch.of(database, "films").status().dealt()).isEqualTo(JOBS);
        assertThat(opened()).isEqualTo("1");
    }

    @Test
    void aSubmissionThatNobodyAnswersSaysSoAndIsSafeToRepeat() throws Exception {
        DataSource away = goneAfterACommit(false);
        assertThatThrownBy(() -> submit(away)).isInstanceOf(JournalException.class)
                .hasMessageContaining("went away while batch \"films\" was being submitted")
                .hasMessageContaining("Submit it again");

        assertThat(submit(database).status().dealt()).isEqualTo(JOBS);
        assertThat(opened()).isEqualTo("1");
    }

    @Test
    void aBatchWhoseCommitIsAnsweredTheSecondTimeIsThereOnce() throws Exception {
        assertThat(submit(new LostCommit(database, 1).database()).name()).isEqualTo("films");

        assertThat(ClusterBatch.of(database, "films").status().dealt()).isEqualTo(JOBS);
        assertThat(opened()).isEqualTo("1");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedByTheirWordsAndNotByOurs() {
        gone.set(true);
        assertThatThrownBy(() -> submit(goneAfterACommit(true))).isInstanceOf(JournalException.class)
                .hasMessageContaining("it is gone");
        assertThatThrownBy(() -> ClusterBatch.names(goneAfterACommit(true))).isInstanceOf(JournalException.class);
    }
}
