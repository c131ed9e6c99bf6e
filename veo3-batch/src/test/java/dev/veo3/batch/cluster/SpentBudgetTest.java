// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariDataSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is asked for each job that a spent budget does not allow, while no other worker may submit. */
class SpentBudgetTest {
    private static final Pattern PAGES = Pattern
            .compile("\"Shared Hit Blocks\": (\\d+),\\s+\"Shared Read Blocks\": (\\d+)");

    /** There are some hundred pages of them. */
    @Test
    void thatNobodyGivesMoneyBackIsFoundOutWithoutReadingAllJobs() throws Exception {
        try (HikariDataSource database = PostgresServer.newPool(2)) {
            PostgresServer.execute(database, "INSERT INTO veo3_job (batch, job, phase, outcome, committed)"
                    + " SELECT 'films', 'job' || number, 'ENDED', 'succeeded', 1000000"
                    + " FROM generate_series(1, 30000) AS number");
            for (String statistics : new String[]{"none", "ANALYZE veo3_job"}) {
                if (!statistics.equals("none")) {
                    PostgresServer.execute(database, statistics);
                }

                String plan = PostgresServer.text(database, "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "
                        + LimitTable.MAY_GIVE_BACK.replaceFirst("\\?", "'films'").replaceFirst("\\?", "'job'")
                                .replaceFirst("\\?", "'films'").replaceFirst("\\?", "'job'"));

                Matcher pages = PAGES.matcher(plan);
                assertThat(pages.find()).isTrue();
                assertThat(Long.parseLong(pages.group(1)) + Long.parseLong(pages.group(2)))
                        .as("pages that were read; statistics: %s", statistics).isLessThan(60);
            }
        }
    }
}
