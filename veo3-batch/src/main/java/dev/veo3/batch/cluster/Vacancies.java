// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JournalException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the jobs that are held back here whether what all workers share has room again: once for all of them, and not while nobody
 * waits. A place becomes free when a worker says so, when another one has taken over what a worker that is gone had at the
 * service, or when the time of an attempt of unknown fate is over. Thread-safe.
 */
final class Vacancies {
    private static final Logger LOG = LoggerFactory.getLogger(Vacancies.class);

    private final Database database;
    private final String batch;
    private final ClusterLimits limits;
    private final HeldBacks waiting;
    private volatile Optional<Consumer<String>> told = Optional.empty();

    Vacancies(Database database, String batch, ClusterLimits limits, HeldBacks waiting) {
        this.database = database;
        this.batch = batch;
        this.limits = limits;
        this.waiting = waiting;
    }

    /** From now on somebody calls {@link #look} now and then, and the jobs that may ask again are told through this, by their ids. */
    void tell(Consumer<String> job) {
        told = Optional.of(job);
        waiting.watched();
    }

    /** Looks, and tells as many jobs as there is room for. A database that is away has none. */
    void look() {
        told.ifPresent(this::look);
    }

    private void look(Consumer<String> tell) {
        List<String> jobs = waiting.jobs();
        if (jobs.isEmpty()) {
            return;
        }
        try {
            waiting.told(database.read(connection -> Room.read(connection, batch, limits, jobs))).forEach(tell);
        } catch (DatabaseAwayException | JournalException e) {
            LOG.debug("Batch {}: whether there is room for jobs that wait is not known", batch, e);
        }
    }
}
