// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What the library writes into the log, of all threads, until this is closed. */
final class RecordedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final Logger LIBRARY = (Logger) LoggerFactory.getLogger("dev.veo3");

    private final Queue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();

    private RecordedLines() {}

    static RecordedLines record() {
        RecordedLines recorded = new RecordedLines();
        recorded.setContext(LIBRARY.getLoggerContext());
        recorded.start();
        LIBRARY.addAppender(recorded);
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
        LIBRARY.detachAppender(this);
        stop();
    }
}
