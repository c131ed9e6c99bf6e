// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Batches that would not fit into memory: planned, run, reported and taken up again in a small heap, in a process of their own. */
class LargeBatchTest {

    @TempDir
    private Path directory;

    @Test
    void twentyFiveThousandJobsNeedAHeapOf32Megabytes() throws Exception {
        run(25_000, "-Xmx32m");
    }

    @Test
    @Tag("stress")
    void aMillionJobsNeedAHeapOf192Megabytes() throws Exception {
        System.out.println(run(1_000_000, "-Xmx192m"));
    }

    private String run(int jobs, String heap) throws IOException, InterruptedException {
        Path manifest = manifest(jobs);
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap,
                "-XX:+ExitOnOutOfMemoryError", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
                LargeBatch.class.getName(), manifest.toString()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        int exit;
        try {
            exit = process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output);
        assertThat(exit).as(said).isZero();
        assertThat(said.lines().filter(line -> line.matches("[a-z ]+: \\d+ \\(.* s\\)"))
                .map(line -> line.replaceAll(" \\(.*", ""))).as(said).containsExactly("planned: " + jobs,
                        "executed: " + jobs, "reported: " + jobs, "written: " + jobs,
                        "page written: " + jobs, "report written: " + jobs, "planned again: " + jobs,
                        "executed again: 0",
                        "reported again: " + jobs, "written from the journal: " + jobs);
        try (Stream<String> lines = Files.lines(directory.resolve("results.json"))) {
            assertThat(lines.filter(line -> line.contains("\"outcome\" : \"succeeded\"")).count()).isEqualTo(jobs);
        }
        assertThat(jobsIn(directory.resolve("report.json"))).isEqualTo(jobs);
        assertThat(directory.resolve("report.html")).content()
                .contains(String.format(Locale.ROOT, "%,d", jobs) + " jobs have their videos");
        return said;
    }

    /** How many jobs a report in JSON has, which is one long line. */
    private static long jobsIn(Path report) throws IOException {
        try (Scanner parts = new Scanner(report, StandardCharsets.UTF_8)) {
            return parts.useDelimiter("\\{\"id\":").tokens().skip(1).count();
        }
    }

    private Path manifest(int jobs) throws IOException {
        Path manifest = directory.resolve("jobs.jsonl");
        try (BufferedWriter lines = Files.newBufferedWriter(manifest)) {
            lines.write("{\"output_directory\": " + quoted(directory.resolve("videos")) + "}\n");
            for (int job = 0; job < jobs; job++) {
                lines.write("{\"id\": \"shot-" + job + "\", \"type\": \"generate\", \"output\": \"" + job % 1_000
                        + "/shot-" + job
                        + ".mp4\", \"options\": {\"prompt\": \"A lighthouse in the fog, seen from above,"
                        + " take " + job + "\", \"duration\": " + List.of(4, 6, 8).get(job % 3) + "}}\n");
            }
        }
        return manifest;
    }

    private static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\") + "\"";
    }
}
