// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.PlanSettings;
import dev.veo3.batch.plan.Service;
import dev.veo3.model.Usd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A batch as the database keeps it: the manifest's bytes, and what the submitting program has set. Each worker makes the same plan
 * from it. Immutable.
 *
 * @param file the name of the manifest's file, without a directory
 * @param manifest its bytes, each as a character
 * @param jobs how many jobs the submitting program has found
 * @param submittedAt by the database's clock; tells a batch from what it was before it was submitted again
 * @param marker what stands in the output directory; empty where none is needed
 */
record StoredBatch(String name, String file, String manifest, int jobs, Instant submittedAt, Settings settings,
        Optional<String> marker) {

    /**
     * What the submitting program has set, with absolute paths.
     *
     * @param beside where the manifest's templates and tables stand
     * @param day for which the plan was made
     */
    record Settings(OptionalInt concurrency, Optional<Boolean> continueOnError, Optional<Usd> budget,
            Optional<Duration> deadline, boolean replaceRetired, Path outputDirectory, Path workingDirectory,
            Path beside, LocalDate day) {

        static Settings of(BatchPlan plan, PlanSettings settings, Path manifest) {
            return new Settings(settings.concurrency(), settings.continueOnError(), settings.budget(),
                    plan.deadline(), settings.replaceRetired(), plan.outputDirectory().toAbsolutePath().normalize(),
                    settings.workingDirectory().toAbsolutePath().normalize(),
                    Objects.requireNonNull(manifest.toAbsolutePath().normalize().getParent()), settings.today());
        }

        private PlanSettings forService(Service service) {
            return new PlanSettings(concurrency, continueOnError, Optional.of(outputDirectory), workingDirectory,
                    service.catalog(), service.platform(), replaceRetired, budget, deadline, day);
        }
    }

    /**
     * The plan, for a worker whose executor works with that service.
     *
     * @param directory for the manifest's copy, of which a plan of many jobs reads on; as long as the plan is used
     * @throws dev.veo3.batch.manifest.ManifestException when the jobs cannot be run from here, with what is wrong
     * @throws JournalException when the copy cannot be written, or the plan is another one than that of the submitting program
     */
    BatchPlan plan(Service service, Path directory) {
        Path copy = directory.resolve(file);
        try {
            Files.write(copy, bytes());
        } catch (IOException e) {
            throw new JournalException("The manifest's copy " + copy + " cannot be written: " + e.getMessage()
                    + ". Make room for temporary files.", e);
        }
        BatchPlan plan = BatchPlan.of(BatchManifest.load(copy, settings.beside()), settings.forService(service));
        if (plan.jobCount() != jobs) {
            throw new JournalException("The manifest of batch \"" + name + "\" has " + plan.jobCount()
                    + " jobs here, and had " + jobs + " where it was submitted. Use the same version of the library.");
        }
        return plan;
    }

    /** The same, without what only a plan is made of: a manifest may be large. */
    StoredBatch withoutManifest() {
        return new StoredBatch(name, file, "", jobs, submittedAt, settings, marker);
    }

    /** The manifest as it stood in its file. */
    byte[] bytes() {
        return manifest.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same bytes, each as a character. */
    static String characters(byte[] manifest) {
        return new String(manifest, StandardCharsets.ISO_8859_1);
    }

    boolean isSameManifest(StoredBatch other) {
        return manifest.equals(other.manifest) && file.equals(other.file);
    }
}
