// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.JournalReader;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.metrics.LimitChange;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The jobs of a journal. */
final class JournalSource implements ReportSource {
    private final JournalReader journal;
    private final boolean owned;
    private Optional<List<ExtraAttempt>> extras = Optional.empty();

    private JournalSource(JournalReader journal, boolean owned) {
        this.journal = journal;
        this.owned = owned;
    }

    static JournalSource of(Path file) {
        return new JournalSource(JournalReader.of(file), true);
    }

    /** One that stays its owner's. */
    static JournalSource of(JournalReader journal) {
        return new JournalSource(journal, false);
    }

    @Override
    public Stream<ReportedJob> jobs() {
        if (extras.isPresent()) {
            return journal.jobs().map(this::job);
        }
        // Who reads all jobs has seen all extra attempts.
        List<ExtraAttempt> found = new ArrayList<>();
        Stream<ReportedJob> jobs = journal.jobs().peek(history -> addExtras(history, found)).map(this::job);
        return Stream.concat(jobs, Stream.of(found).mapMulti((all, none) -> extras = Optional.of(List.copyOf(all))));
    }

    private static void addExtras(JobHistory history, List<ExtraAttempt> found) {
        history.extras().forEach(step -> found
                .add(new ExtraAttempt(history.job(), step.step(), step.attempt(), step.knownResult(),
                        history.price())));
    }

    private ReportedJob job(JobHistory history) {
        Optional<Ended> ended = history.ended();
        return ended.isPresent() ? ended(history, ended.get()) : open(history);
    }

    private static ReportedJob ended(JobHistory history, Ended end) {
        Optional<String> model = end.operation().flatMap(ReportedJob::modelIn);
        return new ReportedJob(history.job(), end.outcome(), end.hasVideo(), end.reason(), end.files(), end.operation(),
                model, end.started(), end.duration(), RecordedTimes.of(history), end.cost());
    }

    /** A job that has not come to rest, or whose program has died. */
    private ReportedJob open(JobHistory history) {
        Optional<String> operation = history.steps().stream().flatMap(step -> step.knownResult().stream()).findFirst();
        Instant since = history.steps().stream().map(StepRecord::time).min(Instant::compareTo)
                .or(this::begun).orElse(Instant.EPOCH);
        Usd price = history.price().orElse(Usd.ZERO);
        JobState.Phase phase = history.state().phase();
        return switch (phase) {
            case SUBMITTING, AMBIGUOUS -> unended(history, ReportedJob.AMBIGUOUS,
                    "it was being submitted, and nobody knows yet whether the service took it", operation, since,
                    price);
            case SUBMITTED ->
                unended(history, "unfinished", "the service is at work on it, or its videos are not here yet",
                        operation, since, price);
            case NEW, ADMITTED, ENDED -> unended(history, ReportedJob.PENDING, "it has not been submitted", operation,
                    since, Usd.ZERO);
        };
    }

    private static ReportedJob unended(JobHistory history, String outcome, String reason, Optional<String> operation,
            Instant since, Usd cost) {
        return new ReportedJob(history.job(), outcome, false, Optional.of(reason), List.of(), operation,
                operation.flatMap(ReportedJob::modelIn), since, Duration.ZERO, RecordedTimes.of(history), cost);
    }

    @Override
    public List<ExtraAttempt> extras() {
        if (extras.isEmpty()) {
            try (Stream<ReportedJob> jobs = jobs()) {
                jobs.forEach(job -> {});
            }
        }
        return extras.orElseThrow();
    }

    @Override
    public List<LimitChange> limits() {
        return journal.learnedLimits().stream()
                .map(learned -> new LimitChange(learned.time(), learned.limit(), learned.key())).toList();
    }

    /** Empty: a journal does not keep them. */
    @Override
    public Optional<RunFigures> figures() {
        return Optional.empty();
    }

    @Override
    public Optional<Instant> begun() {
        return journal.batch().opened().map(JournalRecord.Opened::time);
    }

    @Override
    public void close() {
        if (owned) {
            journal.close();
        }
    }
}
