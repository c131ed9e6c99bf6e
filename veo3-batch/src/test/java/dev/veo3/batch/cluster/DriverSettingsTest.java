// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.journal.HeldBackException;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.limit.RateLimit;
import dev.veo3.model.Usd;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A user's pool sets the driver as it likes: what is written together is there together, or not at all. */
class DriverSettingsTest extends LimitedWorkers {
    private static final ClusterLimits LIMITS = ClusterLimits.none().withInFlight(1).withBudget(Usd.of("2.00"))
            .withRate(RateLimit.perMinute(60_000));

    private static HikariDataSource pool(String settings) {
        HikariConfig config = new HikariConfig();
        String address = PostgresServer.address();
        config.setJdbcUrl(address + (address.contains("?") ? "&" : "?") + settings);
        config.setMaximumPoolSize(3);
        return new HikariDataSource(config);
    }

    @ParameterizedTest
    @ValueSource(strings = {"preferQueryMode=simple", "preferQueryMode=extendedForPrepared",
        "preferQueryMode=extendedCacheEverything", "autosave=always", "autosave=conservative",
        "autosave=always&cleanupSavepoints=true", "prepareThreshold=1",
        "stringtype=unspecified", "defaultRowFetchSize=1", "adaptiveFetch=true&defaultRowFetchSize=1",
        "prepareThreshold=0&preparedStatementCacheQueries=0", "options=-c%20default_transaction_isolation=serializable",
        "autosave=always&options=-c%20default_transaction_isolation=serializable",
        "autosave=conservative&options=-c%20default_transaction_isolation=serializable",
        "preferQueryMode=simple&options=-c%20default_transaction_isolation=serializable",
        "raiseExceptionOnSilentRollback=false&autosave=always"})
    void theRecordsOfAJobAreThereWhenTheirCallsReturn(String settings) throws Exception {
        try (HikariDataSource database = pool(settings);
                Journal here = PostgresJournal.ofWorker(database, batch, "here", LIMITS, job -> "model")) {
            Journal there = worker("there", LIMITS);
            for (int round = 0; round < 3; round++) {
                String job = "job" + round;
                here.takeUp(new Admitted(job, NOW, "1:spec", Optional.of(PRICE)));
                here.force(intent(job, 1));
                assertThat(there.history(job).specHash()).contains("1:spec");
                assertThatThrownBy(() -> here.force(intent("more", 1))).isInstanceOf(HeldBackException.class);
                here.force(new Submitted(job, NOW, STEP, 1, "operations/1"));
                assertThat(there.history(job).result(STEP)).contains("operations/1");
                here.append(ended(job, "failed", Usd.ZERO));
                assertThat(there.state(job).outcome()).contains("failed");
            }
            assertThat(PostgresServer.text(database, "SELECT committed || ' ' || (SELECT sum(committed) FROM veo3_job"
                    + " WHERE batch = '" + batch + "') FROM veo3_limit WHERE model = '' AND batch = '" + batch + "'"))
                    .isEqualTo("0 0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"autosave=always", "autosave=conservative", "preferQueryMode=simple",
        "raiseExceptionOnSilentRollback=false&autosave=always", "prepareThreshold=1"})
    void whatTheDatabaseRefusesIsNotTakenForWritten(String settings) throws Exception {
        try (HikariDataSource database = pool(settings);
                Journal here = PostgresJournal.ofWorker(database, batch, "here", LIMITS, job -> "model")) {
            PostgresServer.execute(PostgresServer.pool(), "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger AS"
                    + " $$ BEGIN IF NEW.job = 'refused' THEN RAISE 'no room here'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql;"
                    + " CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON veo3_job FOR EACH ROW EXECUTE FUNCTION refuse()");
            try {
                here.takeUp(new Admitted("refused", NOW, "1:spec", Optional.of(PRICE)));
                assertThatThrownBy(() -> here.force(intent("refused", 1))).isInstanceOf(JournalException.class)
                        .hasMessageContaining("no room here");
            } finally {
                PostgresServer.execute(PostgresServer.pool(), "DROP TRIGGER refuse ON veo3_job");
            }
            assertThat(PostgresServer.text(PostgresServer.pool(),
                    "SELECT (SELECT count(*) FROM veo3_record WHERE batch = '"
                            + batch + "') + (SELECT count(*) FROM veo3_attempt WHERE batch = '" + batch + "')"))
                    .isEqualTo("0");
            assertThat(here.failure()).isPresent();
        }
    }
}
