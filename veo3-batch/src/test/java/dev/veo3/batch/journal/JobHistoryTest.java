// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.journal.JobState.Phase;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Rejected.Cause;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import dev.veo3.batch.journal.RecordReader.Said;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static dev.veo3.batch.journal.Records.NOW;
import static dev.veo3.batch.journal.Records.SUBMIT;
import static dev.veo3.batch.journal.Records.admitted;
import static dev.veo3.batch.journal.Records.ambiguous;
import static dev.veo3.batch.journal.Records.downloaded;
import static dev.veo3.batch.journal.Records.ended;
import static dev.veo3.batch.journal.Records.generated;
import static dev.veo3.batch.journal.Records.operation;
import static dev.veo3.batch.journal.Records.rejected;
import static dev.veo3.batch.journal.Records.resolved;
import static dev.veo3.batch.journal.Records.submitted;
import static dev.veo3.batch.journal.Records.submitting;
import static dev.veo3.batch.journal.Records.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobHistoryTest {
    private static final Admitted ANOTHER_SPEC = new Admitted("a", NOW, "1:another-spec", Optional.empty());

    private static JobHistory of(JobRecord... records) {
        JobHistory history = JobHistory.none("a");
        for (JobRecord record : records) {
            history = history.then(record);
        }
        return history;
    }

    private static Phase phase(JobRecord... records) {
        return of(records).state().phase();
    }

    @Test
    void aJobOfWhichNothingIsRecordedIsNew() {
        assertThat(JobHistory.none("a").state()).isEqualTo(JobState.NEW);
        assertThat(JobHistory.none("a").nextAttempt(SUBMIT)).isEqualTo(1);
        assertThat(JobHistory.none("a").last(SUBMIT)).isEmpty();
    }

    @Test
    void thePhaseSaysWhatMayBeDoneNext() {
        assertThat(phase(admitted("a"))).isEqualTo(Phase.ADMITTED);
        assertThat(phase(admitted("a"), submitting("a", 1))).isEqualTo(Phase.SUBMITTING);
        assertThat(phase(admitted("a"), submitting("a", 1), submitted("a", 1))).isEqualTo(Phase.SUBMITTED);
        assertThat(phase(submitting("a", 1), rejected("a", 1, Cause.QUOTA))).isEqualTo(Phase.ADMITTED);
        assertThat(phase(submitting("a", 1), ambiguous("a", 1))).isEqualTo(Phase.AMBIGUOUS);
        assertThat(phase(ambiguous("a", 1), resolved("a", 1, new Verdict.Absent()))).isEqualTo(Phase.ADMITTED);
        assertThat(phase(ambiguous("a", 1), resolved("a", 1, new Verdict.ByHand("Ann")))).isEqualTo(Phase.ADMITTED);
        assertThat(phase(ambiguous("a", 1), resolved("a", 1, new Verdict.Adopted("op")))).isEqualTo(Phase.SUBMITTED);
        assertThat(phase(submitted("a", 1), generated("a"), downloaded("a"))).isEqualTo(Phase.SUBMITTED);
        assertThat(phase(submitted("a", 1), succeeded("a", 1))).isEqualTo(Phase.ENDED);
    }

    @Test
    void aStepInDoubtCountsMoreThanOneThatHasHappened() {
        Submitting upscale = new Submitting("a", NOW, "upscale", 1, Usd.ZERO, Optional.empty());

        assertThat(phase(submitted("a", 1), upscale)).isEqualTo(Phase.SUBMITTING);
        assertThat(phase(upscale, submitted("a", 1))).isEqualTo(Phase.SUBMITTING);
        assertThat(of(submitted("a", 1), upscale).isInDoubt(SUBMIT)).isFalse();
        assertThat(of(submitted("a", 1), upscale).isInDoubt("upscale")).isTrue();
        assertThat(of(submitted("a", 1), upscale).result(SUBMIT)).contains(operation("a", 1));
    }

    @Test
    void anEndSaysHowAndARecordAfterItTakesTheJobUpAgain() {
        JobHistory ended = of(admitted("a"), submitting("a", 1), ended("a", "ambiguous", "who knows", 1));

        assertThat(ended.state().outcome()).contains("ambiguous");
        assertThat(ended.then(admitted("a")).ended()).isEmpty();
        assertThat(ended.then(admitted("a")).state().phase()).isEqualTo(Phase.SUBMITTING);
        assertThat(ended.then(submitted("a", 1)).state().phase()).isEqualTo(Phase.SUBMITTED);
    }

    @Test
    void theNextAttemptIsOneMoreThanTheHighest() {
        JobHistory history = of(submitting("a", 1), rejected("a", 1, Cause.REFUSED), submitting("a", 2),
                rejected("a", 2, Cause.NOT_SENT));

        assertThat(history.nextAttempt(SUBMIT)).isEqualTo(3);
        assertThat(history.nextAttempt("upscale")).isEqualTo(1);
    }

    @Test
    void aLateAnswerOfTheLastAttemptResolvesIt() {
        JobHistory history = of(submitting("a", 1), ambiguous("a", 1), submitted("a", 1));

        assertThat(history.result(SUBMIT)).contains(operation("a", 1));
        assertThat(history.isInDoubt(SUBMIT)).isFalse();
        assertThat(history.extras()).isEmpty();
    }

    @Test
    void aResultIsNotTakenAwayByWhatIsRecordedOfTheSameAttemptLater() {
        JobHistory history = of(submitted("a", 1), ambiguous("a", 1), rejected("a", 1, Cause.REFUSED));

        assertThat(history).isEqualTo(of(submitted("a", 1)));
    }

    @Test
    void aResultOfASupersededAttemptIsAnExtraAndChangesNothingElse() {
        JobHistory before = of(submitting("a", 1), ambiguous("a", 1), submitting("a", 2), submitted("a", 2),
                succeeded("a", 2));
        JobHistory after = before.then(submitted("a", 1));

        assertThat(after.extras()).containsExactly(submitted("a", 1));
        assertThat(after.result(SUBMIT)).contains(operation("a", 2));
        assertThat(after.state()).isEqualTo(before.state());
        assertThat(after.then(submitted("a", 1))).as("the same news again").isEqualTo(after);
        assertThat(after.then(rejected("a", 1, Cause.REFUSED))).as("no result").isEqualTo(after);
    }

    @Test
    void aSecondResultOfTheSameAttemptIsAnExtra() {
        Submitted other = new Submitted("a", NOW, SUBMIT, 1, "another operation");

        assertThat(of(submitted("a", 1), other).extras()).containsExactly(other);
        assertThat(of(submitted("a", 1), other).result(SUBMIT)).contains(operation("a", 1));
    }

    @Test
    void aLateResultOfAnAttemptThatAPersonGaveUpIsAnExtraAndNotTheResult() {
        JobHistory given = of(admitted("a"), submitting("a", 1), ambiguous("a", 1),
                resolved("a", 1, new Verdict.ByHand("it may be paid twice")));
        JobHistory late = given.then(submitted("a", 1));

        assertThat(late.result(SUBMIT)).isEmpty();
        assertThat(late.extras()).containsExactly(submitted("a", 1));
        assertThat(late.nextAttempt(SUBMIT)).isEqualTo(2);
        assertThat(late.then(submitting("a", 2)).then(submitted("a", 2)).result(SUBMIT)).contains(operation("a", 2));
        assertThat(given.then(ambiguous("a", 1))).as("no result").isEqualTo(given);
    }

    @Test
    void aLateResultOfWhatTheJobWasBeforeItChangedIsAnExtraAndNotTheResult() {
        JobHistory changed = of(admitted("a"), submitting("a", 1), ambiguous("a", 1)).then(ANOTHER_SPEC);
        JobHistory late = changed.then(submitted("a", 1));

        assertThat(late.result(SUBMIT)).isEmpty();
        assertThat(late.extras()).containsExactly(submitted("a", 1));
        assertThat(late.isInDoubt(SUBMIT)).isFalse();
        assertThat(late.nextAttempt(SUBMIT)).isEqualTo(2);
    }

    @Test
    void aLateResultOfAnAttemptThatSeemedAbsentIsItsResultUnlessAnotherHasBegun() {
        JobHistory absent = of(submitting("a", 1), ambiguous("a", 1), resolved("a", 1, new Verdict.Absent()));

        assertThat(absent.then(submitted("a", 1)).result(SUBMIT)).contains(operation("a", 1));
        JobHistory again = absent.then(submitting("a", 2)).then(submitted("a", 1));
        assertThat(again.result(SUBMIT)).isEmpty();
        assertThat(again.extras()).containsExactly(submitted("a", 1));
        assertThat(again.isInDoubt(SUBMIT)).isTrue();
    }

    @Test
    void anAttemptOfUnknownFateThatAnotherFollowedMayBeChargedUntilItIsKnownNotToHaveHappened() {
        JobHistory followed = of(submitting("a", 1), ambiguous("a", 1), submitting("a", 2), submitted("a", 2));

        assertThat(followed.extras()).containsExactly(ambiguous("a", 1));
        assertThat(followed.then(rejected("a", 1, Cause.REFUSED)).extras()).isEmpty();
        assertThat(followed.then(resolved("a", 1, new Verdict.Absent())).extras()).isEmpty();
        assertThat(followed.then(submitted("a", 1)).extras()).containsExactly(submitted("a", 1));
        assertThat(of(submitting("a", 1), submitting("a", 2)).extras()).containsExactly(submitting("a", 1));
        assertThat(of(submitting("a", 1), resolved("a", 1, new Verdict.ByHand("Ann"))).extras())
                .containsExactly(submitting("a", 1));
        assertThat(of(submitting("a", 1), rejected("a", 1, Cause.QUOTA), submitting("a", 2)).extras()).isEmpty();
        assertThat(of(submitted("a", 1), submitting("a", 2)).extras()).as("its operation has failed").isEmpty();
        assertThat(of(admitted("a"), submitting("a", 1)).then(ANOTHER_SPEC).then(submitting("a", 2)).extras())
                .containsExactly(submitting("a", 1));
    }

    @Test
    void theVideosOfAnAttemptGoWithIt() {
        JobHistory first = of(submitted("a", 1), generated("a"), downloaded("a"));
        JobHistory second = first.then(submitting("a", 2));

        assertThat(first.generated()).contains(generated("a"));
        assertThat(first.downloads()).containsExactly(downloaded("a"));
        assertThat(second.generated()).isEmpty();
        assertThat(second.downloads()).isEmpty();
    }

    @Test
    void aFileThatIsDownloadedAgainCountsOnce() {
        assertThat(of(downloaded("a"), downloaded("a")).downloads()).containsExactly(downloaded("a"));
    }

    @Test
    void aStateKnowsItsSpec() {
        assertThat(of(admitted("a")).state().isOf("1:spec-of-a")).isTrue();
        assertThat(of(admitted("a")).state().isOf("1:spec-of-b")).isFalse();
        assertThat(JobState.NEW.isOf("")).isFalse();
    }

    @Test
    void anotherJobsRecordIsRefused() {
        assertThatThrownBy(() -> of(admitted("b"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A record of job b is none of job a");
    }

    @Test
    void anAttemptCostsWhatTheJobCostWhenItWasMade() {
        Usd before = Usd.of("3.20");
        Usd since = Usd.of("1.20");
        JobHistory history = of(new Admitted("a", NOW, "1:spec", Optional.of(before)), submitting("a", 1),
                ambiguous("a", 1), new Admitted("a", NOW, "1:spec", Optional.of(since)), submitting("a", 2));

        assertThat(history.price(submitting("a", 1))).contains(before);
        assertThat(history.price(submitting("a", 2))).contains(since);
        assertThat(history.price(new Submitting("a", NOW, "another", 1, since, Optional.empty()))).contains(since);
    }

    /** Each record comes a second after the one before it. */
    private static JobHistory inTurn(JobRecord... records) {
        JobHistory history = JobHistory.none("a");
        for (int second = 0; second < records.length; second++) {
            Instant time = NOW.plusSeconds(second);
            history = history.then(switch (records[second]) {
                case Admitted r -> new Admitted(r.job(), time, r.specHash(), r.price());
                case Submitting r -> new Submitting(r.job(), time, r.step(), r.attempt(), r.reserved(),
                        r.storagePrefix());
                case Rejected r -> new Rejected(r.job(), time, r.step(), r.attempt(), r.cause(), r.why());
                case Submitted r -> new Submitted(r.job(), time, r.step(), r.attempt(), r.result());
                default -> records[second];
            });
        }
        return history;
    }

    @Test
    void whatAttemptsTookThatCameToNothingIsKept() {
        assertThat(inTurn(admitted("a"), submitting("a", 1), submitted("a", 1)).retried()).isZero();
        JobHistory twice = inTurn(admitted("a"), submitting("a", 1), rejected("a", 1, Cause.NOT_SENT),
                submitting("a", 2), rejected("a", 2, Cause.REFUSED), submitting("a", 3), submitted("a", 3),
                generated("a"), downloaded("a"), succeeded("a", 3));
        assertThat(twice.retried()).as("two attempts and two pauses").isEqualTo(Duration.ofSeconds(4));
        assertThat(inTurn(admitted("a"), submitting("a", 1), rejected("a", 1, Cause.QUOTA), submitting("a", 2),
                submitted("a", 2)).retried()).as("a quota is none").isZero();
        assertThat(inTurn(admitted("a"), submitting("a", 1), rejected("a", 1, Cause.REFUSED), admitted("a"),
                submitting("a", 2), submitted("a", 2)).retried()).as("of an earlier run").isZero();
        assertThat(inTurn(admitted("a"), submitting("a", 1), rejected("a", 1, Cause.NOT_SENT),
                ended("a", "failed", "no", 1), submitting("a", 2), submitted("a", 2)).retried())
                .as("of a run that has ended").isZero();
        assertThat(inTurn(admitted("a"), submitting("a", 1), rejected("a", 1, Cause.NOT_SENT), submitting("a", 2),
                submitted("a", 2), submitting("a", 3), rejected("a", 3, Cause.REFUSED), submitting("a", 4),
                submitted("a", 4)).retried()).as("since the job was put back").isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void itStandsInTheLineOfTheEnd() {
        JobHistory before = inTurn(admitted("a"), submitting("a", 1), rejected("a", 1, Cause.NOT_SENT),
                submitting("a", 2), submitted("a", 2));
        JsonLine line = RecordWriter.write(succeeded("a", 2), before);
        Said.Known read = (Said.Known) RecordReader.read(line.bytes(), 0, line.size());
        assertThat(read.was().orElseThrow()).isEqualTo(before);
        assertThat(before.retried()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void anEndSaysItsOutcomeUnlessALaterVersionHasWrittenIt() {
        Ended failed = new Ended("a", NOW, "failed", Optional.of("no such face"), List.of(), Optional.empty(), NOW,
                Duration.ZERO, Usd.ZERO, 1, Optional.of("INTERNAL"));

        assertThat(failed.asOutcome()).contains(new JobOutcome.Failed("no such face", Optional.of("INTERNAL")));
        assertThat(ended("a", "upscaled", "later", 1).asOutcome()).isEmpty();
    }
}
