// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.PlanSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A manifest in a file, for machines that must read it, with a directory of its own. */
public final class WrittenBatch {
    private final Path directory;
    private final List<String> lines = new ArrayList<>();

    /** A batch whose videos go into a directory below that one. */
    public WrittenBatch(Path directory, int concurrency) {
        this.directory = directory;
        lines.add("concurrency: " + concurrency);
        lines.add("output_directory: '" + videos() + "'");
    }

    /** Where the videos go. */
    public Path videos() {
        return directory.resolve("videos");
    }

    /** One more setting. */
    public WrittenBatch setting(String line) {
        lines.add(line);
        return this;
    }

    /** Jobs {@code job0}, {@code job1} and so on, which wait for nothing. */
    public WrittenBatch jobs(int count) {
        for (int job = 0; job < count; job++) {
            job("job" + job, "");
        }
        return this;
    }

    /** A job with more keys, such as {@code "priority: 2, depends_on: [job0]"}. */
    public WrittenBatch job(String id, String more) {
        if (!lines.contains("jobs:")) {
            lines.add("jobs:");
        }
        lines.add("  - {id: " + id + ", type: generate, options: {prompt: 'A sunset of " + id + "'}, output: " + id
                + ".mp4" + (more.isEmpty() ? "" : ", " + more) + "}");
        return this;
    }

    /** Writes the file and loads it. */
    public BatchManifest load(String name) throws IOException {
        return BatchManifest.load(Files.write(directory.resolve(name), lines));
    }

    /** The settings under which the manifests of tests are planned. */
    public static PlanSettings settings() {
        return PlanSettings.standard(LocalDate.of(2026, 6, 1));
    }

    /** The same for a manifest that does not say where its videos go. */
    static PlanSettings settings(Path videos) {
        PlanSettings plain = settings();
        return new PlanSettings(plain.concurrency(), plain.continueOnError(), Optional.of(videos),
                plain.workingDirectory(), plain.catalog(), plain.platform(), plain.replaceRetired(), plain.budget(),
                plain.deadline(), plain.today());
    }
}
