// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.cluster.StoredBatch.Settings;
import dev.veo3.batch.engine.ServedBatch;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.journal.Histories;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord.Opened;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.PlanSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Puts a batch into the database, for whoever works there. */
final class Submission {
    private final DataSource source;
    private final Database database;
    private final String name;
    private final BatchPlan plan;
    private final StoredBatch batch;

    private Submission(DataSource source, Database database, String name, BatchPlan plan, StoredBatch batch) {
        this.source = source;
        this.database = database;
        this.name = name;
        this.plan = plan;
        this.batch = batch;
    }

    static Submission of(DataSource source, Database database, String name, BatchManifest manifest,
            PlanSettings settings) {
        Path file = manifest.file().orElseThrow(() -> new IllegalArgumentException(
                "A manifest that a program built cannot be read by other machines: write it to a file and load that"));
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new JournalException("The manifest " + file + " cannot be read: " + e.getMessage(), e);
        }
        BatchPlan plan = BatchPlan.of(manifest, settings);
        return new Submission(source, database, name, plan,
                new StoredBatch(name, Objects.requireNonNull(file.getFileName()).toString(),
                        StoredBatch.characters(content), plan.jobCount(),
                        Instant.EPOCH, Settings.of(plan, settings, file), Optional.empty()));
    }

    /** In one transaction: the batch is there with all its jobs, or not at all. */
    void run() {
        List<ExecutionTable.DueJob> jobs;
        try {
            jobs = database.read(connection -> BatchTable.orders(connection, name)).isEmpty() ? first() : again();
        } catch (DatabaseAwayException e) {
            throw new JournalException("The database of the cluster cannot be reached, and batch \"" + name
                    + "\" was not submitted: " + e.getMessage() + " Check that it runs, then submit it again.", e);
        }
        boolean needsMark = SharedDirectory.isNeeded(plan);
        UUID id = UUID.randomUUID();
        try {
            database.write(connection -> put(connection, jobs, needsMark, id));
        } catch (DatabaseAwayException e) {
            throw new JournalException("The database of the cluster went away while batch \"" + name
                    + "\" was being submitted (" + e.getMessage() + "): it is there with all its jobs, or not at all."
                    + " Submit it again when the database is back: it is there once.", e);
        }
    }

    private boolean put(Connection connection, List<ExecutionTable.DueJob> jobs, boolean needsMark, UUID id)
            throws SQLException {
        Database.begin(connection);
        BatchTable.lock(connection, name);
        Optional<StoredBatch> before = BatchTable.find(connection, name);
        if (before.isPresent()) {
            failIfElsewhere(before.get());
            if (ExecutionTable.hasAny(connection, name)) {
                failIfOther(before.get());
                failIfStopping(connection);
                return false;
            }
        }
        Optional<String> marker = needsMark
                ? Optional.of(SharedDirectory.mark(name, batch.settings().outputDirectory()))
                : Optional.empty();
        BatchTable.put(connection, new StoredBatch(name, batch.file(), batch.manifest(), batch.jobs(),
                batch.submittedAt(), batch.settings(), marker));
        ExecutionTable.add(connection, name, jobs);
        RecordTable.insert(connection, id, name, "", opened());
        return true;
    }

    private void failIfElsewhere(StoredBatch before) {
        if (!before.settings().outputDirectory().equals(batch.settings().outputDirectory())) {
            throw new JournalException("Batch \"" + name + "\" has its videos in "
                    + before.settings().outputDirectory() + ", and this is to have them in "
                    + batch.settings().outputDirectory() + ". Submit it under another name, or with that directory.");
        }
    }

    private void failIfOther(StoredBatch before) {
        if (!before.isSameManifest(batch)) {
            throw new JournalException("Batch \"" + name + "\" runs with another manifest. Wait until it is over, or"
                    + " stop it, and submit the changed one then; another batch needs another name.");
        }
    }

    /** What is left of it is on its way home: to leave it as it is would look as if it went on. */
    private void failIfStopping(Connection connection) throws SQLException {
        Optional<String> stopped = BatchTable.orders(connection, name).flatMap(BatchTable.Orders::stopped);
        if (stopped.isPresent()) {
            throw new JournalException("Batch \"" + name + "\" is stopping (" + stopped.get()
                    + "), and the service is still at work on jobs of it, which workers bring home: nothing was"
                    + " submitted. Wait until it is over, and submit it again then.");
        }
    }

    /** The jobs of a batch of which nothing is known: those that wait for no other. */
    private List<ExecutionTable.DueJob> first() {
        List<ExecutionTable.DueJob> jobs = new ArrayList<>();
        for (int index = 0; index < plan.jobCount(); index++) {
            if (plan.dependencies().parentCount(index) == 0) {
                jobs.add(job(index));
            }
        }
        return jobs;
    }

    /**
     * The jobs that go on: what came to rest with nobody waiting for it is left alone, unless its video is gone, and what the service
     * has, or may have, waits for nobody.
     */
    private List<ExecutionTable.DueJob> again() {
        try (PostgresJournal journal = PostgresJournal.open(source, name)) {
            ServedBatch.failIfChanged(plan, journal);
            List<ExecutionTable.DueJob> jobs = new ArrayList<>();
            try (Histories histories = journal.histories(plan.ids())) {
                for (int index = 0; index < plan.jobCount(); index++) {
                    if (goesOn(index, histories.history(plan.id(index)))) {
                        jobs.add(job(index));
                    }
                }
            }
            return jobs;
        }
    }

    private boolean goesOn(int index, JobHistory history) {
        JobState state = history.state();
        boolean isRoot = plan.dependencies().parentCount(index) == 0;
        return switch (state.phase()) {
            case SUBMITTING, AMBIGUOUS, SUBMITTED -> true;
            case NEW, ADMITTED -> isRoot;
            case ENDED -> state.isSettled()
                    ? (isRoot && plan.dependencies().children(index).findAny().isPresent()) || isGone(history)
                    : isRoot || state.outcome().filter(Set.of("unfinished", "ambiguous")::contains).isPresent();
        };
    }

    /** Whether a file is gone that was here once: it is brought home again, if the service keeps it. */
    private static boolean isGone(JobHistory history) {
        return history.state().outcome().filter(JobOutcome::hasVideo).isPresent()
                && history.downloads().stream().anyMatch(download -> !Files.isRegularFile(download.file()));
    }

    private ExecutionTable.DueJob job(int index) {
        return new ExecutionTable.DueJob(plan.id(index), plan.priority(index), index);
    }

    /** Says in the journal what is run, as on one machine. */
    private Opened opened() {
        String library = Optional.ofNullable(Submission.class.getPackage().getImplementationVersion()).orElse("");
        return new Opened(Instant.now(), plan.name(), hash(batch.bytes()), "", library, UUID.randomUUID().toString());
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
