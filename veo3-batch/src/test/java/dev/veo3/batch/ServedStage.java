// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.engine.BatchSettings;
import dev.veo3.batch.engine.JournalUse;
import dev.veo3.batch.engine.ServedBatch;
import dev.veo3.batch.execute.AmbiguityPolicy;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.limit.Limits;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.metrics.AlertRules;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.model.Usd;
import dev.veo3.time.TimeSource;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Parts of several workers of one batch over one journal in PostgreSQL, to which a test deals out jobs. */
abstract class ServedStage {
    protected static final Usd PRICE = Usd.of("1");
    protected static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    protected final String batch = "batch " + UUID.randomUUID();
    protected final Studio studio = new Studio();
    private final List<Journal> journals = new ArrayList<>();

    @TempDir
    protected Path directory;

    @AfterEach
    void close() {
        journals.forEach(Journal::close);
    }

    /** Jobs {@code job0}, {@code job1} and so on, for one dollar each. */
    protected BatchPlan plan(int jobs) {
        BatchManifest.Builder manifest = BatchManifest.builder();
        for (int job = 0; job < jobs; job++) {
            manifest.job(
                    new JobSpec.Built("job" + job, VideoRequest.text("A sunset, take " + job), "job" + job + ".mp4",
                            JobTerms.standard().withPrice(PRICE)));
        }
        try (BatchProcessor processor = BatchProcessor.builder(studio).outputDirectory(directory).build()) {
            return processor.plan(manifest.build());
        }
    }

    protected Journal journal(String worker) {
        return kept(PostgresJournal.ofWorker(PostgresServer.pool(), batch, worker));
    }

    protected Journal kept(Journal journal) {
        journals.add(journal);
        return journal;
    }

    protected static ServedBatch serve(BatchPlan plan, Journal journal, Executor executor, AmbiguityPolicy ambiguity,
            TimeSource time) {
        BatchSettings settings = new BatchSettings(executor, List.of(), ambiguity, RetryPolicy.none(),
                Limits.standard(), time, AlertRules.standard());
        return new ServedBatch(plan, settings, new JournalUse(Optional.of(journal), false, false, Set.of()));
    }

    protected ServedBatch serve(BatchPlan plan, Journal journal) {
        return serve(plan, journal, studio, new AmbiguityPolicy.Park(), TimeSource.system());
    }

    protected static Admitted admitted(BatchPlan plan, int job, Instant at) {
        return new Admitted(plan.id(job), at, plan.job(job).specHash().value(), plan.job(job).price());
    }
}
