// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JournalException;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database is away, and what is written when it is back. Records are kept in the order in which they came: those of jobs
 * that run, and of jobs that end without a submission, since none is submitted meanwhile. A thread of its own tries until the database is back, or until waiting does not
 * help. Thread-safe.
 */
final class Absence {
    private static final Logger LOG = LoggerFactory.getLogger(Absence.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final String batch;
    private final Duration patience;
    private final TimeSource time;
    private final RecordStore store;
    private final Consumer<JournalException> failed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean away;
    /** Written before the thread is started that reads it. */
    private long since;
    /** Why nothing is waited for any more. */
    private @Nullable JournalException over;
    private @Nullable Long closingSince;

    /**
     * Nothing is away.
     *
     * @param patience how long a closing journal waits for the database
     * @param failed is told when waiting does not help any more
     */
    Absence(String batch, Duration patience, TimeSource time, RecordStore store, Consumer<JournalException> failed) {
        this.batch = batch;
        this.patience = patience;
        this.time = time;
        this.store = store;
        this.failed = failed;
    }

    boolean isAway() {
        lock.lock();
        try {
            return away;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Keeps a record until the database is back, if it is away.
     *
     * @throws JournalException when it went away for good
     */
    boolean keeps(Waiting record) {
        lock.lock();
        try {
            failIfOver();
            if (!away) {
                return false;
            }
            waiting.add(record);
        } finally {
            lock.unlock();
        }
        tell(record);
        return true;
    }

    /**
     * The database is away.
     *
     * @param record what it did not take; empty when it was only asked
     * @throws JournalException when it is not waited for any more
     */
    void begins(DatabaseAwayException why, Optional<Waiting> record) {
        boolean isNews;
        lock.lock();
        try {
            failIfOver();
            isNews = !away;
            if (isNews) {
                away = true;
                since = time.nanos();
            }
            record.ifPresent(waiting::add);
        } finally {
            lock.unlock();
        }
        if (isNews) {
            LOG.warn("Batch {}: the database is away. Nothing is submitted until it is back, and what happens to jobs"
                    + " that run is kept in memory: {}", batch, why.getMessage());
            Thread.ofPlatform().name("veo3-database-away").daemon(true).start(this::untilBack);
        }
        record.ifPresent(Absence::tell);
    }

    /** A process that is killed must not take the only trace of what is paid with it. */
    private static void tell(Waiting record) {
        record.paid().ifPresent(paid -> LOG.warn(
                "The service has taken {}, and the database is away: until it is back the name is in memory and in this line only",
                paid));
    }

    private void failIfOver() {
        if (over != null) {
            throw new JournalException(String.valueOf(over.getMessage()), over);
        }
    }

    /**
     * Waits until the database is back.
     *
     * @throws JournalException when it is not waited for any more, or the thread was interrupted, which stays set
     */
    void awaitBack() {
        lock.lock();
        try {
            while (away) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("The database of batch \"" + batch
                    + "\" is away, and the wait for it was interrupted: ask again when it is back.", e);
        } finally {
            lock.unlock();
        }
    }

    private void untilBack() {
        Duration pause = FIRST_PAUSE;
        int written = 0;
        boolean isTold = false;
        while (true) {
            try {
                Waiting next = next();
                if (next == null) {
                    store.reach();
                } else {
                    store.write(next);
                    written++;
                }
                pause = FIRST_PAUSE;
                if (isAllWritten(next)) {
                    if (!isTold) {
                        isTold = true;
                        tellBack(written);
                    }
                    if (isOver()) {
                        return;
                    }
                }
                continue;
            } catch (DatabaseAwayException e) {
                LOG.debug("Batch {}: the database is still away", batch, e);
                if (isGivenUp()) {
                    end("The database of batch \"" + batch + "\" did not come back before its journal was closed", e);
                    return;
                }
            } catch (RuntimeException e) {
                end(String.valueOf(e.getMessage()), e);
                return;
            }
            try {
                time.sleep(pause);
            } catch (InterruptedException e) {
                end("The wait for the database of batch \"" + batch + "\" was interrupted", e);
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private @Nullable Waiting next() {
        lock.lock();
        try {
            return waiting.peek();
        } finally {
            lock.unlock();
        }
    }

    /** Takes out what was written, which nobody else does. */
    private boolean isAllWritten(@Nullable Waiting written) {
        lock.lock();
        try {
            if (written != null) {
                waiting.remove();
            }
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void tellBack(int written) {
        LOG.info("Batch {}: the database is back after {}; {} records that were kept meanwhile are written", batch,
                Duration.ofNanos(time.nanos() - since), written);
    }

    /** Ends the absence, unless another record has come meanwhile. */
    private boolean isOver() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                away = false;
                changed.signalAll();
            }
            return !away;
        } finally {
            lock.unlock();
        }
    }

    private boolean isGivenUp() {
        lock.lock();
        try {
            // One that begins while the journal's owner still ends what runs is waited for as long.
            long now = time.nanos();
            return closingSince != null && Math.min(now - closingSince, now - since) >= patience.toNanos();
        } finally {
            lock.unlock();
        }
    }

    private void end(String why, Exception cause) {
        JournalException failure;
        List<Waiting> lost;
        lock.lock();
        try {
            lost = List.copyOf(waiting);
            failure = new JournalException(why + Waiting.unwritten(lost), cause);
            // From here on nothing is added.
            over = failure;
        } finally {
            lock.unlock();
        }
        // Told before anybody goes on: the process may end then.
        failed.accept(failure);
        LOG.error("Batch {}: {}", batch, failure.getMessage());
        lost.forEach(record -> record.paid().ifPresent(
                paid -> LOG.error("The service has taken {}, and the database does not have the name: keep it", paid)));
        lock.lock();
        try {
            away = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Patience is counted from now on. */
    void ends() {
        lock.lock();
        try {
            closingSince = closingSince == null ? time.nanos() : closingSince;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the database as long as patience lasts, and for one more try at most.
     *
     * @throws JournalException when something that was kept is not written
     */
    void close() {
        ends();
        lock.lock();
        try {
            while (away) {
                changed.awaitUninterruptibly();
            }
            if (over != null && !waiting.isEmpty()) {
                waiting.clear();
                failIfOver();
            }
        } finally {
            lock.unlock();
        }
    }
}
