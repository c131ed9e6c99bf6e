// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever prefers Flyway lets it apply the files that are shipped. */
class FlywayTest {
    /** What a table is made of. Flyway's own is not ours. */
    private static final String COLUMNS = "SELECT string_agg(concat_ws(' ', table_name, column_name, data_type, is_nullable,"
            + " column_default), '; ' ORDER BY table_name, column_name) FROM information_schema.columns"
            + " WHERE table_name LIKE 'veo3%'";
    private static final String INDICES = "SELECT string_agg(indexdef, '; ' ORDER BY indexdef) FROM pg_indexes"
            + " WHERE tablename LIKE 'veo3%'";

    private static Flyway flyway(DataSource database) {
        return Flyway.configure().dataSource(database).locations("classpath:META-INF/veo3/schema").load();
    }

    @Test
    void flywayMakesTheSameTables() throws Exception {
        DataSource theirs = PostgresServer.newDatabase();
        DataSource ours = PostgresServer.newDatabase();
        ClusterSchema.apply(ours);

        assertThat(flyway(theirs).migrate().migrationsExecuted).isEqualTo(ClusterSchema.version());

        ClusterSchema.check(theirs);
        assertThat(PostgresServer.text(theirs, COLUMNS)).isEqualTo(PostgresServer.text(ours, COLUMNS))
                .contains("veo3_job");
        assertThat(PostgresServer.text(theirs, INDICES)).isEqualTo(PostgresServer.text(ours, INDICES));
        assertThat(flyway(theirs).migrate().migrationsExecuted).isZero();
        ClusterSchema.apply(theirs);
        assertThat(flyway(theirs).info().applied()).extracting(MigrationInfo::getDescription)
                .containsExactlyElementsOf(
                        Arrays.asList("jobs and records", "limits", "batches and executions", "risks", "unfinished"));
    }
}
