// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.metrics.BatchProgress;
import dev.veo3.batch.metrics.ProgressTracker;
import dev.veo3.time.TimeSource;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a batch is: a bar in a terminal, elsewhere one line a minute. */
final class ProgressView implements BatchListener, AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final ProgressTracker tracker;
    private final PrintWriter out;
    private final int total;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger columns = new AtomicInteger();
    private Runnable endOfResizing = () -> {};
    private @Nullable ProgressBar bar;
    private @Nullable Thread loop;

    ProgressView(int total, PrintWriter out, TimeSource time) {
        this.total = total;
        this.tracker = new ProgressTracker(total, time);
        this.out = out;
        this.time = time;
    }

    /** Shows it in the terminal of this process, if it has one. */
    void start() {
        OptionalInt width = Terminal.columns();
        if (width.isPresent()) {
            endOfResizing = Terminal.onResize(() -> Terminal.columns().ifPresent(this::resized));
        }
        start(width, Terminal.hasColours(System.getenv()), System.out);
    }

    /** The terminal has so many columns from now on. */
    void resized(int width) {
        columns.set(width);
    }

    /** The same for a terminal of so many columns; without columns it is none. */
    void start(OptionalInt width, boolean colours, PrintStream terminal) {
        if (width.isPresent()) {
            columns.set(width.getAsInt());
            out.flush();
            // A consumer of our own, because the library's makes a terminal that takes Ctrl-C away from the process.
            bar = new ProgressBarBuilder().setTaskName("Videos").setInitialMax(total)
                    .setStyle(colours ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(100).continuousUpdate().hideEta()
                    .setConsumer(new Line(terminal)).build();
            loop = Thread.ofVirtual().name("veo3-progress").start(() -> repeat(BETWEEN_LOOKS, this::show));
        } else {
            loop = Thread.ofVirtual().name("veo3-progress").start(() -> repeat(BETWEEN_LINES, this::printLine));
        }
    }

    /** The line of the bar, which is as wide as the terminal is now, less the column in which the cursor stands. */
    private final class Line extends ConsoleProgressBarConsumer {
        private Line(PrintStream terminal) {
            super(terminal);
        }

        @Override
        public int getMaxRenderedLength() {
            return columns.get() - 1;
        }
    }

    @Override
    public void onEvent(JobEvent event) {
        tracker.onEvent(event);
    }

    @Override
    public void onBatchEvent(BatchEvent event) {
        tracker.onBatchEvent(event);
        if (event instanceof BatchEvent.PlaceHeld) {
            tracker.snapshot().held().ifPresent(held -> say(held.describe(ZoneId.systemDefault())));
        }
    }

    /** Prints a line of its own, below the bar where there is one. */
    void say(String line) {
        boolean beside;
        lock.lock();
        try {
            beside = bar != null;
        } finally {
            lock.unlock();
        }
        out.println(beside ? System.lineSeparator() + line : line);
    }

    private void repeat(Duration pause, Runnable step) {
        try {
            while (true) {
                time.sleep(pause);
                step.run();
            }
        } catch (InterruptedException e) {
            // The batch has ended.
        }
    }

    private void show() {
        lock.lock();
        try {
            if (bar != null) {
                BatchProgress now = tracker.snapshot();
                bar.stepTo(answered(now));
                bar.setExtraMessage(describe(now));
            }
        } finally {
            lock.unlock();
        }
    }

    private void printLine() {
        BatchProgress now = tracker.snapshot();
        out.println(answered(now) + " of " + now.total() + " jobs: " + describe(now)
                + now.held().map(held -> "; " + held.describe(ZoneId.systemDefault())).orElse(""));
    }

    /** How far the batch is. */
    BatchProgress progress() {
        return tracker.snapshot();
    }

    /** A job that a stop has left is not over. */
    private static int answered(BatchProgress now) {
        return now.succeeded() + now.failed();
    }

    /** For example {@code 11 ok, 1 failed, 84.1/min, $28.80, 4 s left}: short, so that it stands beside a bar in 80 columns. */
    static String describe(BatchProgress progress) {
        StringBuilder line = new StringBuilder();
        line.append(progress.succeeded()).append(" ok, ");
        append(line, progress.failed(), "failed");
        append(line, progress.left().unfinished(), "unfinished");
        append(line, progress.left().skipped(), "skipped");
        append(line, progress.left().cancelled(), "cancelled");
        line.append(String.format(Locale.ROOT, "%.1f/min, ", progress.jobsPerMinute())).append(progress.cost());
        if (progress.done() < progress.total()) {
            progress.remaining().ifPresent(rest -> line.append(", ").append(words(rest)).append(" left"));
        }
        return line.toString();
    }

    private static void append(StringBuilder line, int jobs, String how) {
        if (jobs > 0) {
            line.append(jobs).append(' ').append(how).append(", ");
        }
    }

    private static String words(Duration rest) {
        if (rest.toHours() > 0) {
            return rest.toHours() + " h " + rest.toMinutesPart() + " min";
        }
        return rest.toMinutes() > 0
                ? rest.toMinutes() + " min " + rest.toSecondsPart() + " s"
                : rest.toSeconds() + " s";
    }

    /** Shows the end. The loop may look once more, and finds no bar then. */
    @Override
    public void close() {
        endOfResizing.run();
        if (loop != null) {
            loop.interrupt();
        }
        show();
        ProgressBar shown;
        lock.lock();
        try {
            shown = bar;
            bar = null;
        } finally {
            lock.unlock();
        }
        if (shown != null) {
            shown.close();
        }
    }
}
