// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.event;

import dev.veo3.batch.plan.Job;
import dev.veo3.error.ServiceError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Something that happened to a job. For each job that runs: {@code Started}; then for each attempt at a step that must happen
 * once {@code Submitting}, followed by {@code Submitted}, {@code Throttled}, {@code Retrying} or nothing when the attempt ended
 * otherwise; {@code Generated} when the service has made the videos, {@code Downloading} when the job has its turn to bring them
 * home, {@code Downloaded} for each file; at last exactly one {@code Finished}. A job that is put back into the queue to be tried
 * again has {@code Retrying} and another {@code Started}. A job that never runs has {@code Finished} only.
 *
 * @since 1.0
 */
public sealed interface JobEvent {

    /** The job. */
    Job job();

    /**
     * The job was taken up.
     *
     * @param waited how long it could have been before
     */
    record Started(Job job, Duration waited) implements JobEvent {}

    /**
     * The request is about to leave: from here on it may be paid.
     *
     * @param step the step, for example {@code submit}
     * @param attempt counted from 1
     */
    record Submitting(Job job, String step, int attempt) implements JobEvent {}

    /**
     * The service took the request.
     *
     * @param operation the name under which the service keeps it
     */
    record Submitted(Job job, String step, int attempt, String operation) implements JobEvent {}

    /**
     * The service refused the request for now, because a quota is used up.
     *
     * @param pause how long the whole batch holds back its submissions
     */
    record Throttled(Job job, String step, int attempt, ServiceError error, Duration pause) implements JobEvent {}

    /**
     * The attempt did not happen or came to nothing, and another one follows.
     *
     * @param cause what became of the attempt
     * @param reason why it came to nothing, a clause
     * @param pause how long the job waits
     */
    record Retrying(Job job, int attempt, Cause cause, String reason, Duration pause) implements JobEvent {

        /** What became of an attempt that another one follows. */
        public enum Cause {
            /** Nothing was sent, or the service refused it for certain. */
            NOT_TAKEN,
            /** Its reply was lost. Somebody found out that the service has not taken it, or its policy lets it be paid twice. */
            UNKNOWN_FATE,
            /** The service took it and failed: the job is put back into the queue. */
            FAILED
        }
    }

    /**
     * The service has made the videos.
     *
     * @param uris where they are; empty when they came with the answer
     */
    record Generated(Job job, List<String> uris) implements JobEvent {

        /** Copies the list. */
        public Generated {
            uris = List.copyOf(uris);
        }
    }

    /** The job begins to bring its videos home. */
    record Downloading(Job job) implements JobEvent {}

    /** A file is in its place. */
    record Downloaded(Job job, Path file) implements JobEvent {}

    /**
     * The job ended.
     *
     * @param ran whether it had been taken up, so whether {@code Started} came before
     */
    record Finished(JobResult result, boolean ran) implements JobEvent {

        @Override
        public Job job() {
            return result.job();
        }
    }
}
