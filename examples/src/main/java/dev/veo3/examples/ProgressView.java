package dev.veo3.examples;

import dev.veo3.batch.event.BatchListener;
import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.metrics.BatchProgress;
import dev.veo3.batch.metrics.ProgressTracker;
import dev.veo3.time.TimeSource;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a batch is: a bar in a terminal, elsewhere one line a minute. */
final class ProgressView implements BatchListener, AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final ProgressTracker tracker;
    private final PrintWriter out;
    private final int total;
    private final AtomicReference<@Nullable ProgressBar> bar = new AtomicReference<>();
    private volatile @Nullable Thread lines;

    ProgressView(int total, PrintWriter out) {
        this.total = total;
        this.tracker = new ProgressTracker(total, TimeSource.system());
        this.out = out;
    }

    void start() {
        OptionalInt columns = Terminal.columns();
        if (columns.isPresent()) {
            out.flush();
            // A consumer of our own, because the library's makes a terminal that takes Ctrl-C away from the process.
            bar.set(new ProgressBarBuilder().setTaskName("Videos").setInitialMax(total)
                    .setStyle(Terminal.hasColours() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(100).continuousUpdate().hideEta()
                    .setConsumer(new ConsoleProgressBarConsumer(System.out, columns.getAsInt() - 1)).build());
            show();
        } else {
            lines = Thread.ofVirtual().name("veo3-progress").start(this::lines);
        }
    }

    @Override
    public void onEvent(JobEvent event) {
        tracker.onEvent(event);
        show();
    }

    private void show() {
        ProgressBar shown = bar.get();
        if (shown != null) {
            BatchProgress now = tracker.snapshot();
            shown.stepTo(now.done());
            shown.setExtraMessage(describe(now));
        }
    }

    private void lines() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LINES);
                BatchProgress now = tracker.snapshot();
                out.println(now.done() + " of " + now.total() + " jobs: " + describe(now));
            }
        } catch (InterruptedException e) {
            // The batch has ended.
        }
    }

    /** For example {@code 11 ok, 1 failed, 84.1/min, $28.80, 4 s left}: short, so that it stands beside a bar in 80 columns. */
    static String describe(BatchProgress progress) {
        StringBuilder line = new StringBuilder();
        line.append(progress.succeeded()).append(" ok, ");
        if (progress.failed() > 0) {
            line.append(progress.failed()).append(" failed, ");
        }
        line.append("%.1f/min, ".formatted(progress.jobsPerMinute())).append(progress.cost());
        if (progress.done() < progress.total()) {
            progress.remaining().ifPresent(rest -> line.append(", ").append(words(rest)).append(" left"));
        }
        return line.toString();
    }

    private static String words(Duration rest) {
        if (rest.toHours() > 0) {
            return rest.toHours() + " h " + rest.toMinutesPart() + " min";
        }
        return rest.toMinutes() > 0
                ? rest.toMinutes() + " min " + rest.toSecondsPart() + " s"
                : rest.toSeconds() + " s";
    }

    @Override
    public void close() {
        ProgressBar shown = bar.getAndSet(null);
        if (shown != null) {
            BatchProgress now = tracker.snapshot();
            shown.stepTo(now.done());
            shown.setExtraMessage(describe(now));
            shown.close();
        }
        Thread printer = lines;
        if (printer != null) {
            printer.interrupt();
        }
    }
}
