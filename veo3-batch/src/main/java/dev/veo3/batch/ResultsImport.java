// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.report.RecordedResult;
import dev.veo3.batch.report.ResultsFile;
import dev.veo3.batch.report.ResultsFileException;
import dev.veo3.batch.report.RetryDecision;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Tells a journal what a results file knows of jobs that the journal does not know. */
final class ResultsImport {
    private static final Set<String> NOT_KEPT = Set.of("failed", "filtered");
    private static final Set<String> NOT_BEGUN = Set.of("skipped", "cancelled");

    private final ResultsFile file;
    private final Journal journal;
    private final Instant now;

    ResultsImport(ResultsFile file, Journal journal, Instant now) {
        this.file = file;
        this.journal = journal;
        this.now = now;
    }

    /**
     * Adds the records.
     *
     * @param acceptUnknown whether a person has decided that jobs whose fate is not known are submitted again
     * @throws ResultsFileException when the file names a job twice, or one that the plan lacks and of which the service may keep
     *             a video; nothing has been added then
     */
    void run(BatchPlan plan, boolean acceptUnknown) {
        BitSet named = new BitSet();
        try (Stream<RecordedResult> results = file.results()) {
            results.forEach(result -> check(plan.find(result.jobId()), result, named));
        }
        try (Stream<RecordedResult> results = file.results()) {
            results.forEach(result -> plan.find(result.jobId())
                    .ifPresent(index -> tellIfNew(plan, index, result, acceptUnknown)));
        }
        for (int index = named.nextClearBit(0); index < plan.jobCount(); index = named.nextClearBit(index + 1)) {
            tellIfNew(plan, index, unnamed(plan.id(index)), acceptUnknown);
        }
        journal.sync();
    }

    private void check(OptionalInt index, RecordedResult result, BitSet named) {
        if (index.isEmpty()) {
            refuseToForget(result);
        } else if (named.get(index.getAsInt())) {
            throw new ResultsFileException(
                    file.file() + ": the job \"" + result.jobId() + "\" is named twice, so it is"
                            + " not known how it ended. Take one of the two out.");
        } else {
            named.set(index.getAsInt());
        }
    }

    private void tellIfNew(BatchPlan plan, int index, RecordedResult result, boolean acceptUnknown) {
        if (journal.state(plan.id(index)).phase() == JobState.Phase.NEW) {
            tell(plan, index, result, acceptUnknown);
        }
    }

    private void tell(BatchPlan plan, int index, RecordedResult result, boolean acceptUnknown) {
        Job job;
        try {
            job = plan.job(index);
        } catch (ManifestException e) {
            unread(plan.id(index), result, String.valueOf(e.getMessage()));
            return;
        }
        switch (RetryDecision.of(job, result, acceptUnknown)) {
            case RetryDecision.Keep() -> kept(job, result);
            case RetryDecision.Resubmit() -> {
            }
            case RetryDecision.Resume(String operation) -> taken(job, operation);
            case RetryDecision.LeaveAlone(String why) -> {
                admitted(job);
                unknown(job.id(), result, why);
            }
        }
    }

    /** Of a job that cannot be read any more, what the service keeps must not be forgotten. */
    private void unread(String job, RecordedResult result, String why) {
        if (result.operation().isPresent()) {
            submitted(job, result.operation().get());
        } else if (result.outcome().filter(NOT_KEPT::contains).isEmpty()
                && result.outcome().filter(NOT_BEGUN::contains).isEmpty()) {
            unknown(job, result, "it cannot be read any more: " + why);
        }
    }

    /** The new results name the manifest's jobs only: what the service may keep for another one would be forgotten. */
    private void refuseToForget(RecordedResult result) {
        boolean settled = result.success() || result.outcome().filter(NOT_KEPT::contains).isPresent()
                || (result.operation().isEmpty() && result.outcome().filter(NOT_BEGUN::contains).isPresent());
        if (!settled) {
            throw new ResultsFileException(
                    file.file() + ": the job \"" + result.jobId() + "\" is not in the manifest, but"
                            + " the service may keep a video for it"
                            + result.operation().map(name -> " (" + name + ")").orElse("")
                            + ". Put it back into the manifest, or take it out of the results file.");
        }
    }

    private RecordedResult unnamed(String job) {
        return new RecordedResult(job, false, Optional.of("ambiguous"), Optional.empty(), Optional.empty(),
                Optional.of(file.file() + " does not name it: it is not known whether it was submitted"),
                Optional.empty(), Duration.ZERO);
    }

    private void kept(Job job, RecordedResult result) {
        admitted(job);
        result.operation().ifPresent(operation -> submitted(job.id(), operation));
        List<Path> there = job.files().stream().filter(RetryDecision::isThere).toList();
        List<Path> files = there.isEmpty() ? result.output().map(Path::of).stream().toList() : there;
        String outcome = result.outcome().filter("partly_filtered"::equals).orElse("succeeded");
        Usd cost = JobOutcome.of(outcome, "", files).map(kept -> JobResult.cost(job, kept)).orElse(Usd.ZERO);
        ended(job.id(), result, outcome, result.error(), files, cost);
    }

    private void taken(Job job, String operation) {
        admitted(job);
        submitted(job.id(), operation);
    }

    private void unknown(String job, RecordedResult result, String why) {
        journal.append(new JournalRecord.Ambiguous(job, now, JobContext.SUBMIT, 1, why, Optional.empty()));
        ended(job, result, "ambiguous", Optional.of(why), List.of(), Usd.ZERO);
    }

    private void admitted(Job job) {
        journal.append(new JournalRecord.Admitted(job.id(), now, job.specHash().value(), job.price()));
    }

    private void submitted(String job, String operation) {
        journal.append(new JournalRecord.Submitted(job, now, JobContext.SUBMIT, 1, operation));
    }

    private void ended(String job, RecordedResult result, String outcome, Optional<String> reason, List<Path> files,
            Usd cost) {
        journal.append(new JournalRecord.Ended(job, now, outcome, reason, files, result.operation(),
                result.started().orElse(now), result.duration(), cost, 1));
    }
}
