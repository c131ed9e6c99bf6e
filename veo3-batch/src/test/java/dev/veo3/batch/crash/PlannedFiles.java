// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.crash;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import java.nio.file.Path;
import java.util.List;

/** A program that plans manifests and prints what is wrong with each. */
final class PlannedFiles {

    private PlannedFiles() {}

    /** The directory for videos, and the files. */
    public static void main(String[] args) {
        BatchProcessor processor = BatchProcessor.builder((job, context) -> new JobOutcome.Succeeded(List.of()))
                .outputDirectory(Path.of(args[0])).withoutJournal().build();
        for (int i = 1; i < args.length; i++) {
            Path file = Path.of(args[i]);
            try {
                System.out.println(file.getFileName() + " | fine | "
                        + processor.plan(BatchManifest.load(file)).jobCount());
            } catch (ManifestException e) {
                System.out.println(file.getFileName() + " | " + e.problems().size() + " | "
                        + e.problems().stream().limit(3).toList().toString().replace('\n', ' '));
            }
        }
    }
}
