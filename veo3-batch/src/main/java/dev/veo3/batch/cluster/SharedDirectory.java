// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.plan.BatchPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Whether the output directory is the same one on all machines: whoever submits a batch writes a small file into it, and each worker
 * looks for that. No directory need be shared when each job leaves its videos in Cloud Storage, and none goes on from another's.
 */
final class SharedDirectory {
    private SharedDirectory() {}

    static boolean isNeeded(BatchPlan plan) {
        return !plan.dependencies().isEmpty()
                || plan.jobs().anyMatch(job -> job.request().settings().storageUri().isEmpty());
    }

    private static Path file(String batch, Path directory) {
        return directory.resolve("." + batch + ".veo3-batch");
    }

    /**
     * Marks the directory for a batch, and makes it when it is missing.
     *
     * @return what stands in the file
     * @throws JournalException when it cannot be written
     */
    static String mark(String batch, Path directory) {
        String marker = UUID.randomUUID().toString();
        try {
            Files.createDirectories(directory);
            Files.writeString(file(batch, directory), marker);
            return marker;
        } catch (IOException e) {
            throw new JournalException("The output directory " + directory + " cannot be written: " + e.getMessage()
                    + ". All workers need the same directory, and so does the program that submits the batch.", e);
        }
    }

    /**
     * Looks for the mark.
     *
     * @throws JournalException when it is not there, or another one's
     */
    static void check(String batch, Path directory, String marker) {
        Path file = file(batch, directory);
        String found;
        try {
            found = Files.readString(file);
        } catch (IOException e) {
            throw new JournalException("The output directory " + directory + " is not the one of the program that has"
                    + " submitted batch \"" + batch + "\": " + file.getFileName()
                    + " is missing. Mount the same directory at this place on every machine.", e);
        }
        if (!found.equals(marker)) {
            throw new JournalException("The output directory " + directory + " is not the one of the program that has"
                    + " submitted batch \"" + batch + "\": " + file.getFileName() + " is that of another submission."
                    + " Mount the same directory at this place on every machine.");
        }
    }
}
