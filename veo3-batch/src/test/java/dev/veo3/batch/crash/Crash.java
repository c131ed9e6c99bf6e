// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.crash;

import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The end of a process at its k-th step, played in this one: from that step on the journal takes nothing more, what was appended
 * and not forced is lost, and nothing reaches the network.
 */
final class Crash {
    private final AtomicInteger left;
    private final Runnable cutNetwork;

    /** A crash at that step; the action cuts the network. */
    Crash(int atStep, Runnable cutNetwork) {
        this.left = new AtomicInteger(atStep);
        this.cutNetwork = cutNetwork;
    }

    /** Whether the step was reached. */
    boolean happened() {
        return left.get() <= 0;
    }

    private void step() {
        int now = left.decrementAndGet();
        if (now == 0) {
            cutNetwork.run();
        }
        if (now <= 0) {
            throw new JournalException("the process is gone");
        }
    }

    /** An executor of the process. */
    Executor over(Executor executor) {
        return (job, context) -> executor.execute(job, new Context(context));
    }

    /** A journal of the process. */
    Journal over(Journal journal) {
        return new Book(journal);
    }

    private final class Context implements JobContext {
        private final JobContext context;

        private Context(JobContext context) {
            this.context = context;
        }

        @Override
        public String once(String step, Effect effect) throws InterruptedException {
            return context.once(step, new Effect() {
                @Override
                public Optional<String> trace() {
                    return effect.trace();
                }

                @Override
                public Ending run() throws InterruptedException {
                    step();
                    Ending ending = effect.run();
                    step();
                    return ending;
                }
            });
        }

        @Override
        public int attempt(String step) {
            return context.attempt(step);
        }

        @Override
        public <T> T download(Transfer<T> transfer) throws InterruptedException {
            step();
            return context.download(() -> {
                T result = transfer.run();
                step();
                return result;
            });
        }

        @Override
        public void generated(List<String> uris, Optional<Instant> expires) {
            context.generated(uris, expires);
        }

        @Override
        public void downloaded(Path file) {
            context.downloaded(file);
        }

        @Override
        public boolean isStopping() {
            return context.isStopping();
        }
    }

    /** A journal whose appended records are lost unless one behind them was forced. */
    private final class Book extends ForwardingJournal {
        private final Journal journal;
        private final List<JournalRecord> appended = new ArrayList<>();
        private final ReentrantLock lock = new ReentrantLock();

        private Book(Journal journal) {
            super(journal);
            this.journal = journal;
        }

        @Override
        public boolean append(JournalRecord record) {
            lock.lock();
            try {
                step();
                appended.add(record);
                return true;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void force(JournalRecord record) {
            lock.lock();
            try {
                step();
                appended.forEach(journal::append);
                appended.clear();
                journal.force(record);
                step();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Optional<JournalException> failure() {
            return happened() ? Optional.of(new JournalException("the process is gone")) : journal.failure();
        }

        /** A process that comes to its end has written everything; one that crashed has not. */
        @Override
        public void close() {
            if (!happened()) {
                appended.forEach(journal::append);
            }
            journal.close();
        }
    }
}
