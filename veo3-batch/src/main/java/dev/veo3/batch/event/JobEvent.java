package dev.veo3.batch.event;

import dev.veo3.batch.plan.Job;
import dev.veo3.error.ServiceError;
import java.time.Duration;

/**
 * Something that happened to a job. For each job that runs: {@code Started}; then for each attempt at a step that must happen
 * once {@code Submitting}, followed by {@code Submitted}, {@code Throttled} or nothing when the attempt ended otherwise; at last
 * exactly one {@code Finished}. A job that never runs has {@code Finished} only.
 */
public sealed interface JobEvent {

    /** The job. */
    Job job();

    /** The job was taken up. */
    record Started(Job job) implements JobEvent {}

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
