// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.cluster.BatchTable.Orders;
import dev.veo3.batch.cluster.JobDealer.Fate;
import dev.veo3.batch.engine.BatchSettings;
import dev.veo3.batch.engine.JournalUse;
import dev.veo3.batch.engine.ServedBatch;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.journal.AttemptTakenException;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.plan.BatchPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's share of one batch: jobs are dealt out to it, the engine runs them as on one machine, and what becomes of them, and of the
 * batch after them, is decided here. Thread-safe.
 */
final class BatchShare {
    private static final Logger LOG = LoggerFactory.getLogger(BatchShare.class);

    private final StoredBatch stored;
    private final BatchPlan plan;
    private final PostgresJournal journal;
    private final Database database;
    private final ServedBatch served;
    private final Descendants descendants;
    private final RemovedJobs removed;
    private final JobDealer dealer;
    /** What was ordered last, and what this worker has found out itself. */
    private volatile boolean paused;
    private volatile boolean stopped;
    private volatile boolean closing;

    /** Takes up nothing before {@link #start}. */
    BatchShare(StoredBatch stored, BatchPlan plan, PostgresJournal journal, BatchSettings settings,
            WorkerParts worker) {
        this.stored = stored.withoutManifest();
        this.plan = plan;
        this.journal = journal;
        this.database = worker.database();
        this.served = new ServedBatch(plan, settings,
                new JournalUse(Optional.of(journal), false, false, Set.of()));
        this.descendants = new Descendants(plan, journal, served);
        this.removed = new RemovedJobs(stored.name(), journal, worker.clock());
        journal.tellOfRoom(job -> plan.find(job).ifPresent(served::askAgain));
        this.dealer = new JobDealer(stored, plan.concurrency(), worker, this::run);
    }

    private Fate run(String job) {
        try {
            stored.marker().ifPresent(
                    marker -> SharedDirectory.check(stored.name(), stored.settings().outputDirectory(), marker));
        } catch (JournalException e) {
            LOG.warn("Job {} is left to others: {}", job, e.getMessage());
            return notRested(job);
        }
        OptionalInt index = plan.find(job);
        if (index.isEmpty()) {
            removed.put(job);
            return Fate.GONE;
        }
        try {
            return ran(index.getAsInt(), served.run(index.getAsInt()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Fate.AT_ONCE;
        } catch (AttemptTakenException e) {
            LOG.info("Job {} is left to the other workers: {}", job, e.getMessage());
            putBack(index.getAsInt(), Optional.empty());
            return closing ? Fate.AT_ONCE : Fate.AFTER_A_LEASE;
        }
    }

    private Fate ran(int index, Optional<JobOutcome> outcome) {
        // One that was left may have been ended by no more than this worker's own end.
        if (closing && outcome.filter(end -> !end.isLeft()).isEmpty()) {
            // Its row may be gone, and the batch over for all who look: another worker has taken the job for lost, or away.
            putBack(index, outcome);
            return Fate.AT_ONCE;
        }
        if (outcome.isEmpty()) {
            return notRested(plan.id(index));
        }
        // While the database was away its end was in memory: the row goes after it.
        journal.sync();
        if (!stopped) {
            asRecorded(index, outcome.get()).ifPresent(end -> ended(index, end));
        }
        return Fate.GONE;
    }

    /** Of a batch that was stopped a job is given up that was not begun; one that the service may have is still brought home. */
    private Fate notRested(String job) {
        boolean isGivenUp = stopped
                && !database.read(connection -> ExecutionTable.isBegun(connection, stored.name(), job));
        return isGivenUp ? Fate.GONE : Fate.LATER;
    }

    /**
     * How the job ended that ended so here, as the journal says it: of an operation whose video another worker has brought home it does
     * not count what was found here. Empty when somebody goes on with the job, and says how it ends.
     */
    private Optional<JobOutcome> asRecorded(int index, JobOutcome outcome) {
        return outcome.isSuccess()
                ? Optional.of(outcome)
                : journal.history(plan.id(index)).ended().map(end -> end.asOutcome().orElse(outcome));
    }

    private void ended(int index, JobOutcome outcome) {
        if (!outcome.isSuccess() && !plan.continueOnError() && stopsBatch(index, outcome)) {
            return;
        }
        List<ExecutionTable.DueJob> free = descendants.after(index, outcome);
        if (!free.isEmpty()) {
            database.write(connection -> ExecutionTable.addTo(connection, stored.name(), stored.submittedAt(), free));
            dealer.look();
        }
    }

    /** What ended before the batch was submitted was known to who submitted it, and stops nothing. */
    private boolean stopsBatch(int index, JobOutcome outcome) {
        String why = "job \"" + plan.id(index) + "\" ended without a video (" + outcome.name()
                + ") and the batch does not continue on error";
        boolean stops = database.write(connection -> {
            Database.begin(connection);
            return RecordTable.hasNoVideo(connection, stored.name(), stored.submittedAt(), plan.id(index))
                    && BatchTable.stop(connection, stored.name(), why);
        });
        if (stops) {
            stop(why);
        }
        return stops;
    }

    /**
     * The other worker may have put the job to rest, and what came to light here speaks against it. A row that is there stays. A job that
     * rests stays at rest, unless it was left here and rests for that only: whoever else has ended it has seen to its row. An end is
     * written before its row goes, so that with the lock one of the two is there, or the job is to be dealt out. One that was not begun has
     * been given up when the batch is stopped, which may be over for all who look.
     */
    private void putBack(int index, Optional<JobOutcome> left) {
        database.write(connection -> {
            String job = plan.id(index);
            boolean rests = RecordTable.lock(connection, stored.name(), job).history().ended()
                    .filter(end -> left.filter(here -> isOf(end, here)).isEmpty()).isPresent();
            return !rests && !isGivenUp(job, connection) && ExecutionTable.addTo(connection, stored.name(),
                    stored.submittedAt(), List.of(new ExecutionTable.DueJob(job, plan.priority(index), index)));
        });
    }

    private boolean isGivenUp(String job, Connection connection) throws SQLException {
        return BatchTable.orders(connection, stored.name()).flatMap(Orders::stopped).isPresent()
                && !ExecutionTable.isBegun(connection, stored.name(), job);
    }

    private static boolean isOf(Ended end, JobOutcome outcome) {
        return end.outcome().equals(outcome.name()) && end.reason().equals(outcome.reason());
    }

    void start() {
        dealer.start();
    }

    /** Whether this is the batch as it was submitted then. */
    boolean isOf(Instant submittedAt) {
        return stored.submittedAt().equals(submittedAt);
    }

    /** Why it has come to an end by itself, and another one must go on; empty while it has not. */
    Optional<String> broken() {
        return served.isBroken()
                ? Optional.of(journal.failure().map(JournalException::getMessage).orElse("see the worker's log"))
                : Optional.empty();
    }

    /** Does what was ordered, and looks whether jobs that are held back may go on. */
    void obey(Orders orders) {
        orders.stopped().ifPresent(this::stop);
        if (orders.paused().isPresent() && !paused) {
            paused = true;
            served.pause(orders.paused().get());
            dealer.pause();
        } else if (orders.paused().isEmpty() && paused) {
            paused = false;
            served.resume();
            dealer.resume();
        }
        journal.lookForRoom();
    }

    private void stop(String why) {
        stopped = true;
        served.drain("not begun, because " + why);
    }

    /** Takes up nothing more, and hands back what it has; a submission that is under way is waited for. Does not wait itself. */
    void end() {
        if (!closing) {
            closing = true;
            dealer.end();
            journal.ends();
            // Said twice, it would cut off the submission too.
            served.stop("the worker ends");
        }
    }

    /** Ends it, and waits for that. */
    void close() {
        end();
        dealer.close();
        served.join();
        journal.close();
    }
}
