// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.engine.BatchSettings;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A share with the directory in which the manifest's copy is. */
record ShareOpening(BatchShare share, Path directory) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShareOpening.class);

    /**
     * Makes this worker's share of a batch, which takes up nothing yet.
     *
     * @throws dev.veo3.batch.manifest.ManifestException when the jobs cannot be run from here, with what is wrong
     * @throws JournalException when the output directory is another one
     * @throws DatabaseAwayException when the database is away
     */
    static ShareOpening of(StoredBatch stored, WorkerParts worker) {
        stored.marker().ifPresent(
                marker -> SharedDirectory.check(stored.name(), stored.settings().outputDirectory(), marker));
        Path directory;
        try {
            directory = Files.createTempDirectory("veo3-cluster");
        } catch (IOException e) {
            throw new JournalException("No temporary directory can be made: " + e.getMessage(), e);
        }
        try {
            ClusterOptions options = worker.options();
            BatchPlan plan = stored.plan(worker.executor().service(), directory);
            PostgresJournal journal = PostgresJournal.ofShare(worker.source(), stored, options.name(),
                    ClusterLimits.of(plan, options.limits()), job -> model(plan, job), options.lease());
            BatchSettings settings = new BatchSettings(worker.executor(), options.listeners(), options.ambiguity(),
                    options.retries(), options.limits(), TimeSource.system(), AlertRules.standard());
            return new ShareOpening(new BatchShare(stored, plan, journal, settings, worker), directory);
        } catch (RuntimeException e) {
            delete(directory);
            throw e;
        }
    }

    private static String model(BatchPlan plan, String job) {
        OptionalInt index = plan.find(job);
        return index.isPresent() ? plan.model(index.getAsInt()).value() : "";
    }

    @Override
    public void close() {
        try {
            share.close();
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> inside = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : inside) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("The manifest's copy in {} is left there: {}", directory, e.getMessage());
        }
    }
}
