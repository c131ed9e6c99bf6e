// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.cluster.BatchTable.Orders;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs of all batches that were submitted to a database, together with any number of workers on any number of machines. It joins
 * when it is started and goes on until it is closed, whether there are batches or not.
 *
 * <p>
 * A job's executor runs on a virtual thread, as on one machine. When this worker dies or stands still, its jobs go to others after four
 * missed heartbeats. That may be wrong, and costs nothing: an attempt whose intent is in the journal is never sent by another worker, and
 * an operation that the service has named is polled by whoever has the job.
 *
 * <p>
 * A batch that cannot be run from here, because a file is missing or the output directory is another one, is left to others; the log
 * and {@link ClusterBatch#status} say why, and it is tried again. One whose journal cannot be written is tried again too, at longer and
 * longer intervals up to a minute.
 *
 * <p>
 * Needs {@code com.github.kagkarlsson:db-scheduler}, the PostgreSQL driver and a pool of ten connections, five at the least, however
 * many batches run. Thread-safe; the pool and the executor stay their owner's.
 *
 * {@snippet file="dev/veo3/batch/ClusterStage.java" region="worker"}
 *
 * @since 1.0
 */
public final class ClusterWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWorker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final WorkerParts parts;
    private final TimeSource time = TimeSource.system();
    private final Thread watch;
    private final Shares shares;
    /** One permit for each thing that has happened and is to be looked at. */
    private final Semaphore news = new Semaphore(0);
    private long sweptAt;
    private boolean away;
    /** By the database's clock, when it was seen last, and since when it has been each time. */
    private Instant sawAt;
    private Instant seesSince;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;

    private ClusterWorker(WorkerParts parts) {
        this.parts = parts;
        this.sweptAt = time.nanos();
        this.sawAt = parts.clock().now();
        this.seesSince = sawAt;
        this.watch = Thread.ofPlatform().name("veo3-cluster").unstarted(this::watch);
        this.shares = new Shares(parts, time, news::release);
    }

    /** Starts a worker with the standard options. */
    public static ClusterWorker start(DataSource source, Executor executor) {
        return start(source, executor, ClusterOptions.standard());
    }

    /**
     * Starts a worker in the background. It goes on until it is closed, also while the database is away.
     *
     * @throws JournalException when the tables are missing or of another version, the database cannot be reached now, or the pool has
     *             too few connections, which is known once the time is over that it waits for one
     */
    public static ClusterWorker start(DataSource source, Executor executor, ClusterOptions options) {
        ClusterSchema.check(source);
        Connections.require(source);
        TimeSource time = TimeSource.system();
        Database database = new Database(source, PATIENCE, time);
        DatabaseClock clock;
        try {
            clock = database.read(connection -> new DatabaseClock(time, connection));
        } catch (DatabaseAwayException e) {
            throw new JournalException("The database of the cluster cannot be reached: " + e.getMessage()
                    + " Check that it runs, then start the worker again.", e);
        }
        ClusterWorker worker = new ClusterWorker(new WorkerParts(source, database, clock, executor, options));
        worker.watch.start();
        return worker;
    }

    /** By this name the others know it. */
    public String name() {
        return parts.options().name();
    }

    private void watch() {
        while (!closed) {
            try {
                look();
                away = false;
            } catch (JournalException | DatabaseAwayException e) {
                if (!away) {
                    LOG.warn("Worker {} does not see the database for the moment: {}", name(), e.getMessage());
                }
                away = true;
            } catch (RuntimeException e) {
                LOG.error("Worker {} could not look what there is to do, and tries again", name(), e);
            }
            Patience.until(() -> news.tryAcquire(parts.options().pollEvery().toNanos(), TimeUnit.NANOSECONDS));
            news.drainPermits();
        }
    }

    private void look() {
        List<Orders> open = parts.database().read(connection -> {
            parts.clock().set(connection);
            return BatchTable.open(connection);
        });
        revive();
        if (open.stream().anyMatch(orders -> orders.stopped().isPresent())) {
            // Whoever can work at the batch or not: what nobody has begun keeps it from its end.
            parts.database().read(ExecutionTable::giveUp);
        }
        shares.obey(open);
        Map<String, Optional<String>> problems = shares.problems(open);
        parts.database().read(connection -> WorkerTable.seen(connection, name(), problems));
        sweep();
    }

    /**
     * What workers have left that are gone, or stand still, goes to whoever takes it. When the database was away nobody could say that
     * he lives, and when this worker stood still it could not itself: there is time to do so first.
     */
    private void revive() {
        Instant now = parts.clock().now();
        Duration enough = parts.options().heartbeatEvery().multipliedBy(2);
        if (sawAt.plus(enough).isBefore(now)) {
            seesSince = now;
        }
        sawAt = now;
        if (now.isBefore(seesSince.plus(enough))) {
            return;
        }
        Duration silence = parts.options().lease();
        int found = parts.database().read(connection -> ExecutionTable.revive(connection, silence));
        if (found > 0) {
            LOG.info("{} jobs whose worker has not been heard of for {} go to others", found, silence);
        }
    }

    private void sweep() {
        Duration lease = parts.options().lease();
        if (time.nanos() - sweptAt > lease.toNanos()) {
            sweptAt = time.nanos();
            parts.database().read(WorkerTable::forget);
            int found = parts.database().read(connection -> ExecutionTable.sweep(connection, lease));
            if (found > 0) {
                LOG.warn("{} jobs that the service has taken, and no worker had, are brought home", found);
            }
        }
    }

    /**
     * Ends this worker: it takes up nothing more, a submission that is under way is waited for, and all its jobs go back, those of which
     * the service has something too; another worker goes on with them, or this one when it is started again. When this returns, no
     * thread that it started is left. An interrupt does not end it: the thread is still interrupted when this returns.
     */
    @Override
    public void close() {
        if (!ending.compareAndSet(false, true)) {
            Patience.until(ended::await);
            return;
        }
        closed = true;
        try {
            news.release();
            Patience.until(watch::join);
            shares.close();
            // What it has handed back of a batch that was stopped may have nobody else who gives it up.
            parts.database().read(ExecutionTable::giveUp);
            parts.database().read(connection -> WorkerTable.gone(connection, name()));
        } catch (JournalException | DatabaseAwayException e) {
            LOG.warn("Worker {} has ended, and could not say so: {}", name(), e.getMessage());
        } finally {
            ended.countDown();
        }
    }
}
