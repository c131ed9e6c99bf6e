// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.BatchHistory;
import dev.veo3.batch.journal.Histories;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is asked about a batch, each time of the database, and as soon as it is there. Thread-safe. */
final class Questions {
    private final Database database;
    private final String batch;
    private final Absence absence;

    Questions(Database database, String batch, Absence absence) {
        this.database = database;
        this.batch = batch;
        this.absence = absence;
    }

    /** Asks as soon as the database is there, and anew when it went away meanwhile. */
    <T> T ask(Supplier<T> question) {
        while (true) {
            absence.awaitBack();
            try {
                return question.get();
            } catch (DatabaseAwayException e) {
                absence.begins(e, Optional.empty());
            }
        }
    }

    JobHistory history(String job) {
        return ask(() -> database.read(connection -> RecordTable.history(connection, batch, job)));
    }

    Histories histories(Iterable<String> order) {
        return new ManyHistories(order.iterator(),
                jobs -> ask(() -> database.read(connection -> RecordTable.histories(connection, batch, jobs))));
    }

    BatchHistory batch() {
        return ask(() -> database.read(connection -> RecordTable.batch(connection, batch)));
    }

    Stream<JobHistory> jobs() {
        return ask(() -> HistoryCursor.open(database, batch)).stream();
    }

    Optional<Duration> age(String job, String step, int attempt) {
        return ask(() -> database.read(connection -> RecordTable.age(connection, batch, job, step, attempt)));
    }

    int refusedForQuota(String job) {
        return ask(() -> database.read(connection -> RecordTable.refusedForQuota(connection, batch, job)));
    }

    boolean risk(LimitTable.StepKey attempt, Usd price, Usd upTo) {
        return ask(() -> database.write(
                connection -> LimitTable.risk(connection, batch, attempt, price.micros(), upTo.micros())));
    }
}
