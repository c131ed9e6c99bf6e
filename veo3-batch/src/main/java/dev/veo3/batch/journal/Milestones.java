// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a job came how far, as its records tell.
 *
 * @param ended whether it has come to rest
 * @param submitted when its first step happened; a job of several steps is with the service from then on. Empty when none has
 * @param generated when the service had made the videos of the last attempt; empty when it has not
 * @param retried how long attempts took that came to nothing, as in {@link JobHistory#retried}
 * @since 1.0
 */
public record Milestones(boolean ended, Optional<Instant> submitted, Optional<Instant> generated, Duration retried) {

    /** Those of a history. */
    public static Milestones of(JobHistory history) {
        Instant first = null;
        for (StepRecord step : history.steps()) {
            if (step instanceof Submitted s) {
                first = earlier(first, s.time());
            }
        }
        return new Milestones(history.ended().isPresent(), Optional.ofNullable(first),
                history.generated().map(JournalRecord.Generated::time), history.retried());
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    /**
     * Those that the line tells which tells everything about a job. Reads nothing else of it: a history takes three times as long.
     *
     * @return null when the line is no such one, or about another job
     * @throws JsonScanner.UnexpectedException when it cannot be understood
     */
    static @Nullable Milestones of(String job, JsonScanner line) {
        String type = "";
        boolean isOfJob = false;
        @Nullable
        Milestones before = null;
        while (!line.isAtEnd()) {
            line.enter(',');
            switch (line.name()) {
                case "type" -> type = line.word();
                case "job" -> isOfJob = line.text().equals(job);
                case "was" -> before = before(line);
                default -> line.skip();
            }
        }
        if (!isOfJob) {
            return null;
        }
        return switch (type) {
            case RecordType.ENDED -> before;
            case RecordType.ADMITTED -> new Milestones(false, Optional.empty(), Optional.empty(), Duration.ZERO);
            default -> null;
        };
    }

    /** Those that were reached before the job's end. */
    private static Milestones before(JsonScanner was) {
        @Nullable
        Instant submitted = null;
        @Nullable
        Instant generated = null;
        Duration retried = Duration.ZERO;
        was.enter('{');
        for (String name = was.field(); name != null; name = was.field()) {
            switch (name) {
                case "steps" -> submitted = first(was, RecordType.SUBMITTED);
                case "generated" -> generated = first(was, RecordType.GENERATED);
                case "retried_nanos" -> retried = Duration.ofNanos(was.number());
                default -> was.skip();
            }
        }
        return new Milestones(true, Optional.ofNullable(submitted), Optional.ofNullable(generated), retried);
    }

    /** The earliest time of the records of a type in a list. */
    private static @Nullable Instant first(JsonScanner records, String wanted) {
        @Nullable
        Instant first = null;
        records.enter('[');
        while (records.hasNext()) {
            @Nullable
            Instant time = null;
            String type = "";
            records.enter('{');
            for (String name = records.field(); name != null; name = records.field()) {
                switch (name) {
                    case "t" -> time = records.time();
                    case "type" -> type = records.word();
                    default -> records.skip();
                }
            }
            if (type.equals(wanted)) {
                first = earlier(first, RecordFields.required(time, "t"));
            }
        }
        return first;
    }
}
