// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.model.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that a journal keeps.
 *
 * @since 1.0
 */
public sealed interface JournalRecord {

    /** When it happened, by the clock on the wall. */
    Instant time();

    /** About the batch as a whole. */
    sealed interface BatchRecord extends JournalRecord {}

    /** About one job. */
    sealed interface JobRecord extends JournalRecord {

        /** The job's id. */
        String job();
    }

    /** About one attempt at a step that must happen once. */
    sealed interface StepRecord extends JobRecord {

        /** The step, for example {@code submit}. */
        String step();

        /** The attempt, counted from 1. */
        int attempt();

        /** What is needed to come back to the step, when it is known to have happened. */
        default Optional<String> knownResult() {
            return Optional.empty();
        }
    }

    /**
     * A program took up the batch. The first record of a journal, and the first of each later run.
     *
     * @param manifest the manifest's name
     * @param manifestHash the SHA-256 of its content
     * @param optionsHash a hash of the options that the program was given
     * @param library the version of this library
     * @param instance tells this run from any other
     */
    record Opened(Instant time, String manifest, String manifestHash, String optionsHash, String library,
            String instance) implements BatchRecord {}

    /**
     * How many operations the service lets run at once, as far as the batch has found out.
     *
     * @param key what the limit is for, for example a project and a model
     */
    record LimitLearned(Instant time, String key, int limit) implements BatchRecord {}

    /** The batch was told to begin nothing new. */
    record Paused(Instant time, String why) implements BatchRecord {}

    /** The batch was told to go on. */
    record Resumed(Instant time) implements BatchRecord {}

    /**
     * The job is taken up, for the first time or again.
     *
     * @param specHash a hash of everything that makes the job what it is; another hash is another job
     * @param price what it costs when all of its videos succeed; empty when that is not known
     */
    record Admitted(String job, Instant time, String specHash, Optional<Usd> price) implements JobRecord {}

    /**
     * The intent: the request is about to leave, and from here on it may be paid.
     *
     * @param reserved what is set aside for it
     * @param storagePrefix where only this attempt's videos are written, when there is such a place
     * @param again whether whoever submits knows that the attempt before has happened, and that it came to nothing; without that, an
     *            attempt does not follow one that has happened where several share the journal. It is not written
     */
    record Submitting(String job, Instant time, String step, int attempt, Usd reserved,
            Optional<String> storagePrefix, boolean again) implements StepRecord {

        /** An intent that follows nothing, or what has not happened, or what nobody knows. */
        public Submitting(String job, Instant time, String step, int attempt, Usd reserved,
                Optional<String> storagePrefix) {
            this(job, time, step, attempt, reserved, storagePrefix, false);
        }
    }

    /**
     * The step has happened.
     *
     * @param result what is needed to come back to it, for example the name of the operation
     */
    record Submitted(String job, Instant time, String step, int attempt, String result) implements StepRecord {

        @Override
        public Optional<String> knownResult() {
            return Optional.of(result);
        }
    }

    /** The step has not happened, for certain. */
    record Rejected(String job, Instant time, String step, int attempt, Cause cause, String why)
            implements
                StepRecord {

        /** Why it has not happened. */
        public enum Cause {
            /** The service refused it. */
            REFUSED,
            /** Nothing reached the service. */
            NOT_SENT,
            /** The service refused it for now, because a quota is used up. */
            QUOTA
        }
    }

    /**
     * It is not known whether the step has happened.
     *
     * @param storagePrefix what the intent said
     */
    record Ambiguous(String job, Instant time, String step, int attempt, String why, Optional<String> storagePrefix)
            implements
                StepRecord {}

    /** What was not known has been found out, or decided. */
    record Resolved(String job, Instant time, String step, int attempt, Verdict verdict) implements StepRecord {

        @Override
        public Optional<String> knownResult() {
            return switch (verdict) {
                case Verdict.Adopted(String result) -> Optional.of(result);
                case Verdict.Absent() -> Optional.empty();
                case Verdict.ByHand(String why) -> Optional.empty();
            };
        }
    }

    /** What became of a step whose fate was not known. */
    sealed interface Verdict {

        /** It has happened, and here is what is needed to come back to it. */
        record Adopted(String result) implements Verdict {}

        /** It has not happened. */
        record Absent() implements Verdict {}

        /** A person decided that it may be done again, whatever became of it. */
        record ByHand(String why) implements Verdict {}
    }

    /**
     * The service has made the videos.
     *
     * @param uris where they are; empty when the service sent them along
     * @param expiry until when they are there
     */
    record Generated(String job, Instant time, List<String> uris, Optional<Instant> expiry) implements JobRecord {

        /** Copies the list. */
        public Generated {
            uris = List.copyOf(uris);
        }
    }

    /** A video is in its place, whole. */
    record Downloaded(String job, Instant time, Path file, long size, String sha256) implements JobRecord {}

    /**
     * The job came to rest. It may be taken up again.
     *
     * @param outcome the name of the {@link dev.veo3.batch.event.JobOutcome}, or one that a later version knows
     * @param files the videos that are in their places
     * @param operation the name under which the service keeps the job, when it took it
     * @param started when the job was taken up
     * @param duration how long it ran
     * @param cost what it has cost, or may have
     * @param attempt the last attempt; 0 when there was none
     * @param code the code with which the operation failed; empty when it has none
     */
    record Ended(String job, Instant time, String outcome, Optional<String> reason, List<Path> files,
            Optional<String> operation, Instant started, Duration duration, Usd cost, int attempt,
            Optional<String> code)
            implements
                JobRecord {

        /** An end without a code. */
        public Ended(String job, Instant time, String outcome, Optional<String> reason, List<Path> files,
                Optional<String> operation, Instant started, Duration duration, Usd cost, int attempt) {
            this(job, time, outcome, reason, files, operation, started, duration, cost, attempt, Optional.empty());
        }

        /** Copies the list. */
        public Ended {
            files = List.copyOf(files);
        }

        /** Whether there is a video. */
        public boolean hasVideo() {
            return JobOutcome.hasVideo(outcome);
        }

        /** The outcome, with the code of a failure; empty when it is one that a later version knows. */
        public Optional<JobOutcome> asOutcome() {
            return JobOutcome.of(outcome, reason.orElse(""), files)
                    .map(known -> known instanceof JobOutcome.Failed failed
                            ? new JobOutcome.Failed(failed.why(), code)
                            : known);
        }

        /** The record of a result. */
        public static Ended of(JobResult result, int attempt) {
            return new Ended(result.job().id(), result.ended(), result.outcome().name(), result.outcome().reason(),
                    result.outcome().files(), result.operation(), result.started(), result.duration(), result.cost(),
                    attempt, result.outcome() instanceof JobOutcome.Failed failed ? failed.code() : Optional.empty());
        }
    }
}
