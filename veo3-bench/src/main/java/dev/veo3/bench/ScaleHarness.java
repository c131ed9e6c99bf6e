// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.Latency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What large batches take, in seconds and in memory: one process for each row, so that none has the memory or the compiled code of
 * another. Prints a table in Markdown. Run with {@code java -cp target/benchmarks.jar dev.veo3.bench.ScaleHarness}, with the
 * beginnings of the names of rows to measure no others.
 */
public final class ScaleHarness {
    private static final List<Row> ROWS = List.of(new Row("100 jobs", 100, "64m"),
            new Row("10,000 jobs", 10_000, "64m"), new Row("1,000,000 jobs", 1_000_000, "192m"));
    private static final List<Row> SOAK = List.of(new Row("soak of 100,000 jobs", 100_000, "128m"));
    private static final List<Row> WAITING = List.of(new Row("10,000 jobs of 1 s", 10_000, "100m"),
            new Row("10,000 jobs of 1 s, heap not limited", 10_000, "2g"));

    private ScaleHarness() {}

    private record Row(String name, int jobs, String heap) {

        boolean isWanted(String[] names) {
            return names.length == 0 || List.of(names).stream().anyMatch(name::startsWith);
        }
    }

    /** The names of rows, or none for all. */
    public static void main(String[] args) throws IOException, InterruptedException {
        table(List.of("jobs", "heap limit", "plan s", "run s", "report s", "resume s", "heap used MB", "peak RSS MB"),
                List.of("plan", "run", "report", "resume", "heap", "rss"), ScaleRun.class, ROWS, args);
        table(List.of("jobs at once", "heap limit", "run s", "heap used MB", "peak RSS MB"),
                List.of("run", "heap", "rss"), WaitingRun.class, WAITING, args);
        if (SOAK.stream().anyMatch(row -> row.isWanted(args))) {
            try (Emulator emulator = faulty()) {
                table(List.of("jobs through the client", "heap limit", "run s", "heap MB at a tenth", "at the end",
                        "ambiguous", "files more", "threads more", "peak RSS MB"),
                        List.of("run", "tenth", "end", "ambiguous", "files", "threads", "rss"), SoakRun.class, SOAK,
                        args, emulator.baseUrl().toString());
                Map<String, Long> accepted = emulator.ledger().entries().stream().collect(
                        Collectors.groupingBy(entry -> entry.job().orElse("none"), Collectors.counting()));
                System.out.println("Jobs that the emulator accepted: " + accepted.size() + ", twice: "
                        + accepted.values().stream().filter(times -> times > 1).count() + "\n");
            }
        }
    }

    /** An emulator that is quick and often wrong, as a service is in a bad hour. */
    private static Emulator faulty() {
        return Emulator.builder().keep(1_000_000).latency(Latency.between(Duration.ofMillis(5), Duration.ofMillis(60)))
                .fault(FaultRule.onSubmit(new Fault.TooManyRequests(Optional.empty(),
                        Optional.of(Duration.ofMillis(20)))).rate(0.002, 1))
                .fault(FaultRule.onSubmit(new Fault.ReplyLostAfterAcceptance()).rate(0.001, 2))
                .fault(FaultRule.onSubmit(Fault.status(503)).rate(0.001, 3))
                .fault(FaultRule.onPoll(Fault.status(500)).rate(0.005, 4))
                .fault(FaultRule.onPoll(new Fault.ResetAfterBody()).rate(0.002, 5)).start();
    }

    private static void table(List<String> heads, List<String> figures, Class<?> program, List<Row> rows,
            String[] names, String... more) throws IOException, InterruptedException {
        List<Row> wanted = rows.stream().filter(row -> row.isWanted(names)).toList();
        if (wanted.isEmpty()) {
            return;
        }
        System.out.println("| " + String.join(" | ", heads) + " |");
        System.out.println("|---".repeat(heads.size()) + "|");
        for (Row row : wanted) {
            Map<String, String> measured = measure(row, program, more);
            List<String> cells = new ArrayList<>(List.of(row.name(), row.heap()));
            figures.forEach(figure -> cells.add(measured.getOrDefault(figure, "")));
            System.out.println("| " + String.join(" | ", cells) + " |");
        }
        System.out.println();
    }

    private static Map<String, String> measure(Row row, Class<?> program, String... more)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("veo3-scale");
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + row.heap(),
                    "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"), program.getName(),
                    directory.toString(), String.valueOf(row.jobs())));
            command.addAll(List.of(more));
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                return Map.of("plan", "failed", "run", "failed");
            }
            Map<String, String> figures = new TreeMap<>();
            output.lines().filter(line -> line.contains("=")).map(line -> line.split("=", 2))
                    .forEach(pair -> figures.put(pair[0], pair[1]));
            return figures;
        } finally {
            JournalRecords.delete(directory);
        }
    }

    /** Says a figure of the row. */
    static void say(String figure, double value, int digits) {
        System.out.println(figure + "=" + String.format(Locale.ROOT, "%." + digits + "f", value));
    }

    /** Says how much of the heap is in use after a collection, and how much memory the process has had at the most. */
    static void sayMemory() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        say("heap", (runtime.totalMemory() - runtime.freeMemory()) / 1e6, 0);
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM:")).findFirst()
                    .ifPresent(line -> say("rss", Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6, 0));
        }
    }
}
