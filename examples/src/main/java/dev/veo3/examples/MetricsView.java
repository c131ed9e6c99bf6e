// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Prints the figures of a batch every few seconds while it runs. */
final class MetricsView implements AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final Thread loop;

    private MetricsView(Supplier<List<BatchMetrics>> metrics, TimeSource time, Consumer<String> say) {
        loop = Thread.ofVirtual().name("veo3-metrics").start(() -> repeat(metrics, time, say));
    }

    /** Prints the figures of what the processor runs every five seconds, until it is closed. */
    static MetricsView of(BatchProcessor processor, TimeSource time, Consumer<String> say) {
        return new MetricsView(processor::metrics, time, say);
    }

    private static void repeat(Supplier<List<BatchMetrics>> metrics, TimeSource time, Consumer<String> say) {
        try {
            while (true) {
                time.sleep(BETWEEN);
                metrics.get().forEach(now -> say.accept(now.describe()));
            }
        } catch (InterruptedException e) {
            // The batch has ended.
        }
    }

    /** The figures at the end, what held the batch up, what a person should look at, and what was left behind. */
    static List<String> end(BatchReport report) {
        return report.figures().map(figures -> {
            List<String> lines = new ArrayList<>();
            lines.add(figures.metrics().describe());
            figures.bottleneck().ifPresent(bottleneck -> lines.add(bottleneck.describe()));
            figures.alerts().forEach(alert -> lines.add("ALERT: " + alert.message()));
            lines.add(figures.health().describe());
            return lines;
        }).orElse(List.of());
    }

    /** Ends the printing. */
    @Override
    public void close() {
        loop.interrupt();
    }
}
