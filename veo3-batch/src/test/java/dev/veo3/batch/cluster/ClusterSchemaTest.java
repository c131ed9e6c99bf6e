// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JournalException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClusterSchemaTest {

    @ParameterizedTest
    @ValueSource(strings = {"read committed", "repeatable read"})
    void theTablesAreMadeOnceHoweverManyProgramsApplyThemAtOnce(String isolation) throws Exception {
        DataSource database = PostgresServer.newDatabase();
        String name = PostgresServer.text(database, "SELECT current_database()");
        PostgresServer.execute(PostgresServer.pool(),
                "ALTER DATABASE " + name + " SET default_transaction_isolation = '" + isolation + "'");

        try (ExecutorService programs = Executors.newFixedThreadPool(4)) {
            List<Future<?>> applied = IntStream.range(0, 4).<Future<?>>mapToObj(
                    program -> programs.submit(() -> ClusterSchema.apply(database))).toList();
            for (Future<?> program : applied) {
                program.get();
            }
        }

        ClusterSchema.check(database);
        assertThat(PostgresServer.text(database,
                "SELECT string_agg(version::text, ' ' ORDER BY version) FROM veo3_schema"))
                .isEqualTo(IntStream.rangeClosed(1, ClusterSchema.version()).mapToObj(String::valueOf)
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void aJournalDoesNotOpenWhereTheTablesAreMissing() throws SQLException {
        DataSource database = PostgresServer.newDatabase();

        assertThatThrownBy(() -> PostgresJournal.open(database, "batch")).isInstanceOf(JournalException.class)
                .hasMessageContaining("missing").hasMessageContaining("ClusterSchema.apply");
        ClusterSchema.apply(database);
        assertThatCode(() -> PostgresJournal.open(database, "batch")).doesNotThrowAnyException();
    }

    @Test
    void tablesOfALaterVersionAreLeftAlone() throws SQLException {
        DataSource database = PostgresServer.newDatabase();
        ClusterSchema.apply(database);
        PostgresServer.execute(database, "INSERT INTO veo3_schema (version) VALUES (99)");

        for (Runnable use : List.<Runnable>of(() -> ClusterSchema.apply(database),
                () -> ClusterSchema.check(database), () -> PostgresJournal.open(database, "batch"))) {
            assertThatThrownBy(use::run).isInstanceOf(JournalException.class).hasMessageContaining("version 99");
        }
    }

    @Test
    void aUserWhoMayNotMakeTablesIsToldSoAndNothingIsMade() throws SQLException {
        DataSource database = PostgresServer.newDatabase();
        PostgresServer.execute(database, "CREATE TABLE veo3_record (other integer)");

        assertThatThrownBy(() -> ClusterSchema.apply(database)).isInstanceOf(JournalException.class)
                .hasMessageContaining("veo3_record");
        assertThat(PostgresServer.text(database, "SELECT to_regclass('veo3_schema')")).isNull();
    }

    @Test
    void aDatabaseThatIsAwayForAMomentIsWaitedFor() throws Exception {
        try (DatabaseLine line = DatabaseLine.open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Runnable use : List.<Runnable>of(() -> ClusterSchema.check(line.database()),
                    () -> ClusterSchema.apply(line.database()))) {
                line.cut();
                Future<?> mended = threads.submit(() -> {
                    line.awaitRefusal();
                    line.mend();
                    return true;
                });

                assertThatCode(use::run).doesNotThrowAnyException();
                mended.get();
            }
        }
    }

    @Test
    void aDatabaseThatStaysAwayIsToldSoonAndWithWhatToDo() throws Exception {
        try (DatabaseLine line = DatabaseLine.open()) {
            line.cut();

            assertThatThrownBy(() -> ClusterSchema.check(line.database())).isInstanceOf(JournalException.class)
                    .hasMessageContaining("cannot be looked at");
            assertThatThrownBy(() -> ClusterSchema.apply(line.database())).isInstanceOf(JournalException.class)
                    .hasMessageContaining("cannot be made").hasMessageContaining("Check the address");
        }
    }
}
