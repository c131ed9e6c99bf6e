// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the library writes into the log, of all threads, until this is closed. */
final class RecordedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger;
    private final @Nullable Level before;
    private final Queue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();

    private RecordedLines(Logger logger) {
        this.logger = logger;
        this.before = logger.getLevel();
    }

    static RecordedLines record() {
        return record("dev.veo3");
    }

    /** What another library writes. */
    static RecordedLines record(String name) {
        RecordedLines recorded = new RecordedLines((Logger) LoggerFactory.getLogger(name));
        recorded.setContext(recorded.logger.getLoggerContext());
        recorded.start();
        recorded.logger.setLevel(Level.INFO);
        recorded.logger.addAppender(recorded);
        return recorded;
    }

    List<ILoggingEvent> lines() {
        return List.copyOf(lines);
    }

    @Override
    protected void append(ILoggingEvent line) {
        // The context is its thread's, which goes on.
        line.prepareForDeferredProcessing();
        lines.add(line);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(before);
        stop();
    }
}
