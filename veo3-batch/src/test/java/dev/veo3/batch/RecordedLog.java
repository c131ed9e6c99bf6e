package dev.veo3.batch;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** The log of the tests: what the library says at INFO and above is kept while a test wants it. */
public final class RecordedLog implements SLF4JServiceProvider {
    private static final Queue<Recording> RECORDINGS = new ConcurrentLinkedQueue<>();
    private static final MDCAdapter CONTEXT = new BasicMDCAdapter();

    private final IMarkerFactory markers = new BasicMarkerFactory();

    /** Made by slf4j. */
    public RecordedLog() {}

    /** A line, and what the thread that wrote it said of itself. */
    record Line(Level level, String text, Map<String, String> context) {}

    /** Keeps every line from its begin until it is closed, of all threads. */
    static final class Recording implements AutoCloseable {
        private final Queue<Line> lines = new ConcurrentLinkedQueue<>();

        private Recording() {}

        List<Line> lines() {
            return List.copyOf(lines);
        }

        @Override
        public void close() {
            RECORDINGS.remove(this);
        }
    }

    static Recording record() {
        Recording recording = new Recording();
        RECORDINGS.add(recording);
        return recording;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return RecordingLogger::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return CONTEXT;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    private static final class RecordingLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        RecordingLogger(String name) {
            this.name = name;
        }

        @Override
        protected void handleNormalizedLoggingCall(Level level, @Nullable Marker marker, String message,
                Object @Nullable [] arguments, @Nullable Throwable failure) {
            if (!RECORDINGS.isEmpty() && name.startsWith("dev.veo3")) {
                Line line = new Line(level, MessageFormatter.basicArrayFormat(message, arguments),
                        Map.copyOf(Objects.requireNonNullElse(CONTEXT.getCopyOfContextMap(), Map.of())));
                RECORDINGS.forEach(recording -> recording.lines.add(line));
            }
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
