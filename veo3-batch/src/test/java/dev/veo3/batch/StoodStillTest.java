// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.auth.BearerToken;
import dev.veo3.batch.cluster.PostgresJournal;
import dev.veo3.batch.cluster.PostgresServer;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.journal.ForwardingJournal;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.limit.RetryPolicy;
import dev.veo3.batch.report.BatchReport;
import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Latency;
import dev.veo3.model.Usd;
import dev.veo3.time.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A worker that stands still between its intent and its request, while another one decides what becomes of the attempt. */
class StoodStillTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final String STEP = JobContext.SUBMIT;
    private static final String JOB = "job0";

    private final String batch = "batch " + UUID.randomUUID();
    private final ManualTime time = ManualTime.selfAdvancing(NOW);
    private final Studio studio = new Studio();
    private final Journal other = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "other");
    private final AtomicInteger looks = new AtomicInteger();

    private Duration lookAgainAfter = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        other.close();
    }

    private BatchReport run(Executor executor, RetryPolicy retries, Runnable behindTheFirstIntent) throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        try (Journal journal = PostgresJournal.ofWorker(PostgresServer.pool(), batch, "slow");
                BatchProcessor processor = BatchProcessor.builder(executor).journal(new ForwardingJournal(journal) {
                    @Override
                    public void force(JournalRecord record) {
                        super.force(record);
                        if (record instanceof Submitting && first.getAndSet(false)) {
                            behindTheFirstIntent.run();
                        }
                    }

                    @Override
                    public Duration lookAgainAfter() {
                        return lookAgainAfter;
                    }

                    @Override
                    public void requireOpen(String job, String step, int attempt) {
                        looks.incrementAndGet();
                        super.requireOpen(job, step, attempt);
                    }
                }).time(time).retries(retries).outputDirectory(directory).build()) {
            return processor.process(Manifests.of(1).build());
        }
    }

    private void declareAmbiguous() {
        time.advance(Duration.ofMinutes(1));
        other.append(new Ambiguous(JOB, NOW, STEP, 1, "its worker does not answer", Optional.empty()));
    }

    @Test
    void anAttemptThatWasDeclaredAmbiguousMeanwhileIsNotSentAndThatIsRecorded() throws Exception {
        BatchReport report = run(studio, RetryPolicy.none(), this::declareAmbiguous);

        assertThat(report.succeeded()).isZero();
        assertThat(studio.accepted()).isEmpty();
        JobHistory history = other.history(JOB);
        assertThat(history.last(STEP)).get().isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.cause()).isEqualTo(Rejected.Cause.NOT_SENT);
            assertThat(rejected.why()).contains("decided on");
        });
        assertThat(history.isInDoubt(STEP)).isFalse();
        assertThat(history.charged()).isEmpty();
    }

    @Test
    void theNextAttemptIsMadeWhenNobodyElseHasMadeIt() throws Exception {
        BatchReport report = run(studio, RetryPolicy.attempts(3), this::declareAmbiguous);

        assertThat(report.succeeded()).isEqualTo(1);
        assertThat(studio.accepted()).containsExactly(JOB);
        assertThat(other.history(JOB).last(STEP).orElseThrow().attempt()).isEqualTo(2);
        assertThat(other.history(JOB).extras()).isEmpty();
    }

    @Test
    void anAttemptThatAnotherWorkerHasFollowedUpIsNotSentAndNoneAfterIt() throws Exception {
        BatchReport report = run(studio, RetryPolicy.attempts(3), () -> {
            declareAmbiguous();
            other.force(new Submitting(JOB, NOW, STEP, 2, Usd.of("1.20"), Optional.empty()));
            other.force(new Submitted(JOB, NOW, STEP, 2, "operations/2"));
        });

        assertThat(report.succeeded()).isZero();
        assertThat(studio.accepted()).isEmpty();
        assertThat(other.history(JOB).result(STEP)).contains("operations/2");
    }

    @Test
    void anIntentThatStillStandsIsSentAfterAPause() throws Exception {
        BatchReport report = run(studio, RetryPolicy.none(), () -> time.advance(Duration.ofMinutes(1)));

        assertThat(report.succeeded()).isEqualTo(1);
        assertThat(looks).hasValue(1);
    }

    @Test
    void withoutAPauseNothingIsAsked() throws Exception {
        run(studio, RetryPolicy.none(), () -> time.advance(Duration.ofSeconds(3)));

        assertThat(studio.accepted()).containsExactly(JOB);
        assertThat(looks).hasValue(0);
    }

    /** Whose lease is shorter than three seconds, because its heartbeats come so soon. */
    @Test
    void aJournalThatWantsItIsAskedAfterAShorterPause() throws Exception {
        lookAgainAfter = Duration.ofMillis(500);

        run(studio, RetryPolicy.none(), () -> time.advance(Duration.ofMillis(501)));

        assertThat(studio.accepted()).containsExactly(JOB);
        assertThat(looks).hasValue(1);
    }

    /** The pause comes where the engine has looked already: while the client asks for its token. */
    @Test
    void theClientLooksOnceMoreBeforeItsRequestIsWhole() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        try (Emulator emulator = Emulator.builder().latency(Latency.fixed(Duration.ZERO)).start();
                VeoClient client = VeoClient.builder().backend(Backend.agentPlatform("rehearsal", "us-central1"))
                        .baseUrl(emulator.baseUrl()).credentials(BearerToken.from(() -> {
                            if (first.getAndSet(false)) {
                                declareAmbiguous();
                            }
                            return "token";
                        })).build()) {
            Executor executor = new VeoExecutor(client,
                    AwaitOptions.standard().withIntervals(Duration.ofMillis(5), Duration.ofMillis(20)));
            BatchReport report = run(executor, RetryPolicy.none(), () -> {});

            assertThat(report.succeeded()).isZero();
            assertThat(emulator.ledger().entries()).isEmpty();
            assertThat(other.history(JOB).last(STEP)).get().isInstanceOf(Rejected.class);
        }
    }
}
