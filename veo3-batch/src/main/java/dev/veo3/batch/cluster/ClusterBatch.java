// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.plan.PlanSettings;
import dev.veo3.batch.report.ReportSource;
import dev.veo3.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A batch that {@linkplain ClusterWorker workers} on any number of machines run together, over one PostgreSQL. Submitted, watched and
 * steered from any program; none of them need go on running. Immutable and thread-safe; the pool of connections is its owner's.
 *
 * <p>
 * What a manifest says of slices ({@code batch_size}) is not kept here: workers take job by job. All workers see the manifest as it
 * was submitted, and read the files that it names, so these stand in a directory that all share, and so does the output directory,
 * unless every job leaves its videos in Cloud Storage ({@code storage_uri}) and none goes on from another's.
 *
 * {@snippet file="dev/veo3/batch/ClusterWorkerTest.java" region="submit"}
 *
 * @since 1.0
 */
public final class ClusterBatch {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final DataSource source;
    private final Database database;
    private final String name;
    private final TimeSource time;

    private ClusterBatch(DataSource source, Database database, String name, TimeSource time) {
        this.source = source;
        this.database = database;
        this.name = name;
        this.time = time;
    }

    /** Submits a manifest under its file's name, for the Agent Platform: see the other one. */
    public static ClusterBatch submit(DataSource source, BatchManifest manifest) {
        PlanSettings settings = PlanSettings.standard(LocalDate.now(ZoneOffset.UTC));
        String file = manifest.file().map(Path::getFileName).map(Path::toString).orElse("");
        int dot = file.lastIndexOf('.');
        return submit(source, dot > 0 ? file.substring(0, dot) : file, manifest, settings);
    }

    /**
     * Checks a manifest like a rehearsal on this machine, and hands it to whoever works at the database. When this returns, the batch
     * is on the server's disk and runs as soon as there are workers; when it throws, it is not there, unless the database went away
     * while it was written: the message says so, and submitting it again is safe.
     *
     * <p>
     * A batch of that name which runs with the same manifest is left as it is. One that is stopping is refused: submit it when it is
     * over. One that is over is taken up again, like a second run on one machine: what has come to rest is not run again, but a video
     * whose file is gone is brought home again, jobs that were not begun are run, and the manifest may have changed.
     *
     * @param name of the batch, by which all programs know it: letters, digits, blanks, dots, dashes and underscores
     * @param manifest one that was loaded from a file; other machines cannot read one that a program built
     * @param settings of the plan; the workers use their own executor's models
     * @throws dev.veo3.batch.manifest.ManifestException with every problem that was found
     * @throws dev.veo3.batch.journal.ChangedJobsException when jobs are not what the journal knows by their ids
     * @throws JournalException when the tables are missing, the database cannot be reached, a batch of that name runs with another
     *             manifest or is stopping, or the output directory cannot be written
     */
    public static ClusterBatch submit(DataSource source, String name, BatchManifest manifest, PlanSettings settings) {
        ClusterBatch batch = of(source, name);
        Submission.of(source, batch.database, name, manifest, settings).run();
        return batch;
    }

    /**
     * A batch that was submitted, or will be.
     *
     * @throws JournalException when the tables are missing or of another version, or the database cannot be reached
     */
    public static ClusterBatch of(DataSource source, String name) {
        if (!Objects.requireNonNull(name).matches("[\\p{L}\\p{N} ._-]{1,100}")) {
            throw new IllegalArgumentException("A batch is named by 1 to 100 letters, digits, blanks, dots, dashes and"
                    + " underscores, not \"" + name + "\"");
        }
        ClusterSchema.check(source);
        TimeSource time = TimeSource.system();
        return new ClusterBatch(source, new Database(source, PATIENCE, time), name, time);
    }

    /** The names of the batches that are not over, in the order in which they were submitted. */
    public static List<String> openNames(DataSource source) {
        ClusterSchema.check(source);
        return names(source, BatchTable::openNames);
    }

    /** The names of all batches that were submitted, in the order in which they were. */
    public static List<String> names(DataSource source) {
        ClusterSchema.check(source);
        return names(source, BatchTable::names);
    }

    private static List<String> names(DataSource source, Database.Work<List<String>> query) {
        try {
            return new Database(source, PATIENCE, TimeSource.system()).read(query);
        } catch (DatabaseAwayException e) {
            throw unreachable(e);
        }
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /**
     * How far it is.
     *
     * @throws JournalException when there is no such batch, or the database cannot be read
     */
    public ClusterStatus status() {
        try {
            return read();
        } catch (DatabaseAwayException e) {
            throw unreachable(e);
        }
    }

    private ClusterStatus read() {
        return database.read(connection -> StatusQuery.read(connection, name)).orElseThrow(this::missing);
    }

    private static JournalException unreachable(DatabaseAwayException e) {
        return new JournalException("The database of the cluster cannot be reached: " + e.getMessage()
                + " Check that it runs, then try again.", e);
    }

    /**
     * Nothing more is taken up or submitted until {@link #resume}; what the service has taken is brought home, by other workers too when
     * its own one ends. Workers obey within a second or two. When this returns, the order is on the server's disk. One that was
     * stopped, or whose time is over, is not paused: it ends.
     *
     * @throws JournalException when there is no such batch, or the database cannot be written
     */
    public void pause(String why) {
        change(connection -> BatchTable.pause(connection, name, Optional.of(why)));
    }

    /** Goes on after a {@link #pause}; nothing goes on after {@link #stop} but by submitting the batch again. */
    public void resume() {
        change(connection -> BatchTable.pause(connection, name, Optional.empty()));
    }

    /**
     * Nothing more is submitted; what the service is at work on is brought home, and then the batch is over. Workers obey within a
     * second or two. When this returns, the order is on the server's disk, and no job that was not begun waits for a worker any more.
     * Those that workers have in their hands they give up themselves; those of a worker that is gone are given up by any other one of the
     * cluster, whether it can work at the batch or not, once four heartbeats were missed. Submitting the batch again, once it is over,
     * takes up the jobs that were not begun.
     *
     * @throws JournalException when there is no such batch, or the database cannot be written
     */
    public void stop(String why) {
        change(connection -> {
            boolean known = BatchTable.stop(connection, name, why);
            ExecutionTable.giveUp(connection);
            return known;
        });
    }

    private void change(Database.Work<Boolean> change) {
        boolean known;
        try {
            known = database.write(change);
        } catch (DatabaseAwayException e) {
            throw unreachable(e);
        }
        if (!known) {
            throw missing();
        }
    }

    private JournalException missing() {
        return new JournalException("There is no batch \"" + name + "\" in this database. Submit it first, or look at"
                + " the names of those that were.");
    }

    /**
     * Waits until the batch is over: no worker runs a job of it, none may run any more, and the service has none that has not come to
     * rest. It takes a worker that can work at the batch until then, and for as long as there is none this waits; a batch that was
     * stopped, or whose time is over, needs one only for what the service has taken, or may have. A database that is away for a while
     * is waited for.
     *
     * <p>
     * What workers have left that are gone is found by the others and looked after first: a job that one had in its hands after four
     * missed heartbeats, and one at the service which nobody has in his hands within twice that time. One thing may come after this has
     * returned: the answer to an attempt of a worker that stands still, whose job has come to rest as being of unknown fate. Once it
     * is written down, the batch is not over any more: the video is brought home, and a job that the service did not take is run again,
     * unless the batch was stopped.
     *
     * @return how it stands then
     * @throws InterruptedException when the calling thread was interrupted; the batch goes on
     * @throws JournalException when there is no such batch, or what is wrong with the database does not go away by waiting
     */
    public ClusterStatus await() throws InterruptedException {
        while (true) {
            Optional<ClusterStatus> status = look();
            if (status.isPresent() && status.get().isOver()) {
                return status.get();
            }
            time.sleep(LOOK_AGAIN);
        }
    }

    /** Empty while jobs may run, or when the database is away. A large batch is not counted before it is over. */
    private Optional<ClusterStatus> look() {
        try {
            return database.read(connection -> ExecutionTable.isOver(connection, name))
                    ? Optional.of(read())
                    : Optional.empty();
        } catch (DatabaseAwayException e) {
            return Optional.empty();
        }
    }

    /**
     * What the journal says of its jobs at this moment, for a report in any format: the same that a journal in a file says. Jobs that
     * were never taken up are not in it. To be closed.
     *
     * @throws JournalException when the database cannot be read
     */
    public ReportSource report() {
        return ReportSource.ofJournal(PostgresJournal.open(source, name));
    }
}
