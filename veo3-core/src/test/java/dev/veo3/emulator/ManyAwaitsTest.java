// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Thousands of operations are awaited at once by a client in a small process of its own, over few connections. */
class ManyAwaitsTest {
    private static final Duration GENERATION = Duration.ofMinutes(5);

    @Test
    void aThousandOperationsAreAwaitedAtOnceIn64Megabytes() throws Exception {
        awaitAll(1_000, 64, Duration.ofMillis(100), Duration.ofSeconds(1));
    }

    @Test
    @Tag("stress")
    @Timeout(300)
    void tenThousandOperationsAreAwaitedAtOnceIn256Megabytes() throws Exception {
        awaitAll(10_000, 256, Duration.ofSeconds(1), Duration.ofSeconds(15));
    }

    private static void awaitAll(int count, int heapMegabytes, Duration firstInterval, Duration longestInterval)
            throws Exception {
        // The operations end when all of them are awaited, and not before.
        AtomicLong now = new AtomicLong();
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(GENERATION)).time(now::get).start()) {
            Process client = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + heapMegabytes + "m", "-cp", System.getProperty("java.class.path"),
                    ManyAwaits.class.getName(), emulator.baseUrl().toString(), String.valueOf(count),
                    String.valueOf(firstInterval.toMillis()), String.valueOf(longestInterval.toMillis()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (BufferedReader told = client.inputReader()) {
                String submitted = told.readLine();
                String awaiting = told.readLine();
                assertThat(List.of(String.valueOf(submitted), String.valueOf(awaiting))).satisfiesExactly(
                        line -> assertThat(line).startsWith("submitted " + count + " in "),
                        line -> assertThat(line).startsWith("awaiting " + count + " after "));
                assertThat(emulator.ledger().entries()).hasSize(count)
                        .allMatch(entry -> entry.state() == Ledger.State.RUNNING);

                Matcher heap = Pattern.compile("live heap (\\d+) MB of (\\d+) MB").matcher(awaiting);
                assertThat(heap.find()).as(awaiting).isTrue();
                assertThat(Integer.parseInt(heap.group(2))).isLessThanOrEqualTo(heapMegabytes);
                assertThat(Integer.parseInt(heap.group(1))).isLessThan(heapMegabytes);

                now.addAndGet(GENERATION.toNanos());
                String succeeded = told.readLine();
                assertThat(succeeded).startsWith("succeeded " + count + " after ");
                assertThat(client.waitFor()).isZero();
                System.out.println(String.join(", ", submitted, awaiting, succeeded,
                        emulator.ledger().requests(Ledger.Route.POLL) + " polls",
                        emulator.mostConnections() + " connections at most"));
            } finally {
                client.destroyForcibly();
            }
            assertThat(emulator.ledger().requests(Ledger.Route.SUBMIT)).isEqualTo(count);
            assertThat(emulator.mostConnections()).isLessThanOrEqualTo(256);
        }
    }
}
