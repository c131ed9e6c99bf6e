// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.engine.BatchEngine;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.report.BatchReport;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A batch with its engine and the journal that was opened for it. Closed when it is over. */
final class PreparedBatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PreparedBatch.class);

    private final Preparation.Prepared prepared;
    private final Set<PreparedBatch> running;
    private final AtomicBoolean processorClosed;

    /**
     * A batch that can be run once.
     *
     * @param running the batches that a closing processor ends
     */
    PreparedBatch(Preparation.Prepared prepared, Set<PreparedBatch> running, AtomicBoolean processorClosed) {
        this.prepared = prepared;
        this.running = running;
        this.processorClosed = processorClosed;
    }

    BatchEngine engine() {
        return prepared.engine();
    }

    BatchReport run() throws BatchInterruptedException {
        running.add(this);
        try {
            // Looked at after the processor knows of this batch: one of the two sees the other.
            if (processorClosed.get()) {
                throw new IllegalStateException("This BatchProcessor has been closed: build another one");
            }
            BatchEngine.Run run = engine().run();
            BatchReport report = prepared.histories().map(run.report()::withHistories).orElse(run.report());
            if (run.fault().isPresent()) {
                throw new BatchBrokenException(report, run.fault().get());
            }
            if (run.interrupted()) {
                throw new BatchInterruptedException(report);
            }
            return report;
        } finally {
            running.remove(this);
        }
    }

    void stop() {
        engine().stop("the batch was stopped before the job was submitted");
    }

    /** A journal that failed has been told of while the batch ran; the report must not be lost because of it. */
    @Override
    public void close() {
        try {
            prepared.journal().ifPresent(JournalChoice.Use::close);
        } catch (JournalException e) {
            LOG.error("What this batch kept last may not be on the disk: {}", e.getMessage());
        }
    }
}
