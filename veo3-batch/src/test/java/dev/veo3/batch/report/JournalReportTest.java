// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Downloaded;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.LimitLearned;
import dev.veo3.batch.journal.JournalRecord.Opened;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.metrics.LimitChange;
import dev.veo3.model.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalReportTest {
    private static final Instant BEGIN = SampleReports.BEGIN;
    private static final Usd PRICE = Usd.of("3.20");
    private static final String OPERATION = "projects/p/locations/l/publishers/google/models/veo-3.1/operations/7";

    @TempDir
    private Path directory;
    private Path file = Path.of("");

    @BeforeEach
    void writeJournal() {
        file = directory.resolve("jobs.journal");
        write(new Opened(BEGIN, "jobs.yaml", "0a", "1b", "1.0.0", "i"),
                new LimitLearned(BEGIN.plusSeconds(1), "veo", 4),
                new LimitLearned(BEGIN.plusSeconds(9), "veo", 2), admitted("done"), submitting("done"),
                submitted("done"),
                new Generated("done", BEGIN.plusSeconds(50), List.of(), Optional.empty()),
                new Downloaded("done", BEGIN.plusSeconds(53), directory.resolve("done.mp4"), 9, "ab"),
                new Ended("done", BEGIN.plusSeconds(54), "succeeded", Optional.empty(),
                        List.of(directory.resolve("done.mp4")),
                        Optional.of(OPERATION), BEGIN.plusSeconds(10), Duration.ofSeconds(44), PRICE, 1),
                admitted("waiting"), admitted("sent"), submitting("sent"), submitted("sent"), admitted("unsure"),
                submitting("unsure"));
    }

    private void write(JournalRecord... records) {
        try (Journal journal = Journal.open(file)) {
            List.of(records).forEach(journal::append);
        }
    }

    private static Admitted admitted(String job) {
        return new Admitted(job, BEGIN, "1:" + job, Optional.of(PRICE));
    }

    private static Submitting submitting(String job) {
        return new Submitting(job, BEGIN.plusSeconds(11), "submit", 1, PRICE, Optional.empty());
    }

    private static Submitted submitted(String job) {
        return new Submitted(job, BEGIN.plusSeconds(12), "submit", 1, OPERATION);
    }

    private Map<String, ReportedJob> jobs() {
        try (ReportSource source = ReportSource.ofJournal(file); Stream<ReportedJob> jobs = source.jobs()) {
            return jobs.collect(Collectors.toMap(ReportedJob::id, Function.identity()));
        }
    }

    @Test
    void theJournalTellsThePhasesOfAJobThatHasEnded() {
        ReportedJob done = jobs().get("done");
        assertThat(done.success()).isTrue();
        assertThat(done.model()).contains("veo-3.1");
        assertThat(done.spent()).isEqualTo(new JobTimes.Spent(Duration.ofSeconds(2), Duration.ofSeconds(38),
                Duration.ofSeconds(4), Duration.ZERO));
    }

    @Test
    void aJobThatHasNotEndedIsToldAsWhatItIs() {
        Map<String, ReportedJob> jobs = jobs();
        assertThat(jobs.get("waiting").outcome()).isEqualTo("pending");
        assertThat(jobs.get("waiting").cost()).isEqualTo(Usd.ZERO);
        assertThat(jobs.get("sent").outcome()).isEqualTo("unfinished");
        assertThat(jobs.get("sent").operation()).contains(OPERATION);
        assertThat(jobs.get("unsure").outcome()).isEqualTo("ambiguous");
        assertThat(jobs.get("unsure").cost()).isEqualTo(PRICE);
    }

    @Test
    void theLimitOverTimeIsWhatTheBatchHasLearned() {
        try (ReportSource source = ReportSource.ofJournal(file)) {
            assertThat(source.limits()).extracting(LimitChange::limit).containsExactly(4, 2);
            assertThat(source.begun()).contains(BEGIN);
        }
    }

    @Test
    void anExtraAttemptIsToldAndIsInTheCost() throws IOException {
        write(new JournalRecord.Ambiguous("unsure", BEGIN.plusSeconds(20), "submit", 1, "it broke", Optional.empty()),
                new Submitting("unsure", BEGIN.plusSeconds(30), "submit", 2, PRICE, Optional.empty()));
        Path json = directory.resolve("report.json");
        try (ReportSource source = ReportSource.ofJournal(file)) {
            assertThat(source.extras()).singleElement()
                    .isEqualTo(new ExtraAttempt("unsure", "submit", 1, Optional.empty(), Optional.of(PRICE)));
            ReportWriter.of(source).write(ReportFormat.JSON, json);
        }
        // Done, sent, unsure, and the extra attempt.
        assertThat(Files.readString(json)).contains("\"total_usd\":12.80", "\"extras_usd\":3.20",
                "\"ambiguous_usd\":3.20");
    }

    @Test
    void aRetryCanGoOnFromTheResultsOfAJournal() throws IOException {
        Path results = directory.resolve("results.json");
        try (ReportSource source = ReportSource.ofJournal(file)) {
            ReportWriter.of(source).write(ReportFormat.RESULTS, results);
        }
        Map<String, String> outcomes = ResultsFile.read(results).results()
                .collect(Collectors.toMap(RecordedResult::jobId, result -> result.outcome().orElse("")));
        assertThat(outcomes).containsEntry("done", "succeeded").containsEntry("waiting", "cancelled")
                .containsEntry("sent", "unfinished").containsEntry("unsure", "ambiguous");
    }

    @Test
    void whatIsNoJournalIsRefusedWithASentence() {
        assertThatThrownBy(() -> ReportSource.ofJournal(directory.resolve("none"))).isInstanceOf(JournalException.class)
                .hasMessageContaining("does not exist");
    }
}
