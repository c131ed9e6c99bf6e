// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.cluster.BatchTable.Orders;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
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
 * and {@link ClusterBatch#status} say why, and it is tried again.
 *
 * <p>
 * Needs {@code com.github.kagkarlsson:db-scheduler}, the PostgreSQL driver and a pool of at least ten connections for each batch that
 * runs. Thread-safe; the pool and the executor stay their owner's.
 *
 * {@snippet file="dev/veo3/batch/ClusterStage.java" region="worker"}
 *
 * @since 1.0
 */
public final class ClusterWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWorker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final WorkerParts parts;
    private final TimeSource time = TimeSource.system();
    private final Thread watch;
    /** Used by the watching thread only, and by whoever has waited for its end. */
    private final Map<String, ShareOpening> shares = new HashMap<>();
    private final Map<String, Refusal> refusals = new HashMap<>();
    private long sweptAt;
    private boolean away;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;

    /** A batch that cannot be run from here. */
    private record Refusal(Instant submittedAt, String why, long since) {}

    private ClusterWorker(WorkerParts parts) {
        this.parts = parts;
        this.sweptAt = time.nanos();
        this.watch = Thread.ofPlatform().name("veo3-cluster").unstarted(this::watch);
    }

    /** Starts a worker with the standard options. */
    public static ClusterWorker start(DataSource source, Executor executor) {
        return start(source, executor, ClusterOptions.standard());
    }

    /**
     * Starts a worker in the background. It goes on until it is closed, also while the database is away.
     *
     * @throws JournalException when the tables are missing or of another version, or the database cannot be reached now
     */
    public static ClusterWorker start(DataSource source, Executor executor, ClusterOptions options) {
        ClusterSchema.check(source);
        TimeSource time = TimeSource.system();
        Database database = new Database(source, PATIENCE, time);
        DatabaseClock clock = database.read(connection -> new DatabaseClock(time, connection));
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
            try {
                time.sleep(parts.options().pollEvery());
            } catch (InterruptedException e) {
                // It is being closed.
            }
        }
    }

    private void look() {
        List<Orders> open = parts.database().read(connection -> {
            parts.clock().set(connection);
            return BatchTable.open(connection);
        });
        Map<String, Orders> byName = open.stream().collect(Collectors.toMap(Orders::batch, orders -> orders));
        closeAll(shares.entrySet().stream().filter(share -> {
            Orders orders = byName.get(share.getKey());
            return orders == null || share.getValue().share().isBroken()
                    || !share.getValue().share().isOf(orders.submittedAt());
        }).map(Map.Entry::getKey).collect(Collectors.toSet()));
        refusals.keySet().retainAll(byName.keySet());
        open.forEach(this::join);
        tell();
        sweep();
    }

    private void join(Orders orders) {
        Refusal refused = refusals.get(orders.batch());
        if (refused != null && refused.submittedAt().equals(orders.submittedAt())
                && time.nanos() - refused.since() < TRY_AGAIN.toNanos()) {
            return;
        }
        ShareOpening share = shares.get(orders.batch());
        if (share != null) {
            share.share().obey(orders);
            return;
        }
        try {
            Optional<StoredBatch> stored = parts.database()
                    .read(connection -> BatchTable.find(connection, orders.batch()));
            if (stored.isPresent() && !closed) {
                ShareOpening opened = ShareOpening.of(stored.get(), parts);
                shares.put(orders.batch(), opened);
                refusals.remove(orders.batch());
                opened.share().obey(orders);
                opened.share().start();
            }
        } catch (DatabaseAwayException e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever is wrong with this batch, the others are worked at.
            if (refused == null) {
                LOG.error("Worker {} cannot work at batch {}: {}", name(), orders.batch(), e.getMessage());
            }
            refusals.put(orders.batch(),
                    new Refusal(orders.submittedAt(), String.valueOf(e.getMessage()), time.nanos()));
        }
    }

    private void tell() {
        parts.database().read(connection -> {
            for (String batch : shares.keySet()) {
                WorkerTable.seen(connection, batch, name(), Optional.empty());
            }
            for (Map.Entry<String, Refusal> refused : refusals.entrySet()) {
                WorkerTable.seen(connection, refused.getKey(), name(), Optional.of(refused.getValue().why()));
            }
            return true;
        });
    }

    private void sweep() {
        if (time.nanos() - sweptAt > SWEEP.toNanos()) {
            sweptAt = time.nanos();
            parts.database().read(WorkerTable::forget);
            int found = parts.database().read(ExecutionTable::sweep);
            if (found > 0) {
                LOG.warn("{} jobs that the service has taken, and no worker had, are brought home", found);
            }
        }
    }

    private void closeAll(Set<String> batches) {
        List<ShareOpening> ending = batches.stream().map(shares::remove).filter(Objects::nonNull).toList();
        ending.forEach(share -> share.share().end());
        for (ShareOpening share : ending) {
            try {
                share.close();
            } catch (RuntimeException e) {
                LOG.error("Worker {} has ended its share of a batch, and not all of it is written down: {}", name(),
                        e.getMessage());
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
            waiting(ended::await);
            return;
        }
        closed = true;
        try {
            watch.interrupt();
            waiting(watch::join);
            closeAll(Set.copyOf(shares.keySet()));
            parts.database().read(connection -> WorkerTable.gone(connection, name()));
        } catch (JournalException | DatabaseAwayException e) {
            LOG.warn("Worker {} has ended, and could not say so: {}", name(), e.getMessage());
        } finally {
            ended.countDown();
        }
    }

    /** Something that is waited for. */
    private interface Wait {
        void end() throws InterruptedException;
    }

    private static void waiting(Wait wait) {
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            try {
                wait.end();
                over = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
