package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.event.JobResult;
import dev.veo3.batch.journal.ChangedJobsException;
import dev.veo3.batch.journal.JobHistory;
import dev.veo3.batch.journal.JobState;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.batch.plan.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs have left of the jobs of a plan. Holds what is to go on only: what has come to rest is handed on at once, and
 * of jobs that nobody has begun there is nothing to know.
 */
final class Standing {
    private final Map<Integer, Steps> begun = new ConcurrentHashMap<>();
    private final List<Integer> atService = new ArrayList<>();

    /** Nothing is known of any job. */
    Standing() {}

    /**
     * Reads the journal.
     *
     * @param rest is given the results that stand already, in the order of the plan
     * @throws ChangedJobsException when jobs are not what they were; nothing has been submitted
     */
    static Standing read(BatchPlan plan, Journal journal, JournalUse use, Parts parts, Consumer<JobResult> rest) {
        Standing standing = new Standing();
        List<String> changed = new ArrayList<>();
        List<JobResult> results = new ArrayList<>();
        plan.jobs().filter(job -> journal.state(job.id()).phase() != JobState.Phase.NEW).forEach(job -> {
            JobHistory history = journal.history(job.id());
            history.extras().forEach(extra -> paidBesides(job, parts));
            switch (Start.of(job, history, use, parts.doubts())) {
                case Start.Run(Steps steps) -> standing.begin(job, steps, history, use, parts);
                case Start.Rest(JobResult result) -> results.add(result);
                case Start.Changed(String why, String remedy) ->
                    changed.add("job \"" + job.id() + "\": " + why + ". " + remedy + ".");
            }
        });
        if (!changed.isEmpty()) {
            throw new ChangedJobsException(changed);
        }
        results.forEach(rest);
        return standing;
    }

    /** An attempt that another one followed: it may be charged, and has been risked. */
    private static void paidBesides(Job job, Parts parts) {
        parts.funds().takeOver(job, new JobOutcome.Ambiguous("an earlier attempt"));
        parts.doubts().riskedBefore(job);
    }

    private void begin(Job job, Steps steps, JobHistory history, JournalUse use, Parts parts) {
        begun.put(job.index(), steps);
        List<StepRecord> doubts = history.steps().stream().filter(step -> history.isInDoubt(step.step())).toList();
        if (!steps.isEmpty()) {
            atService.add(job.index());
            parts.funds().takeOver(job);
        }
        if (!doubts.isEmpty()) {
            // Whatever becomes of it, it may be charged.
            parts.funds().takeOver(job, new JobOutcome.Ambiguous("an earlier attempt"));
        }
        if (use.acceptUnknown()) {
            doubts.forEach(step -> parts.logbook().acceptedByHand(job, step.step(), step.attempt()));
        }
    }

    /** The jobs of which the service keeps something, in the order of the plan. */
    List<Integer> atService() {
        return atService;
    }

    boolean isAtService(int index) {
        Steps steps = begun.get(index);
        return steps != null && !steps.isEmpty();
    }

    /** What has been done of a job; null when nothing is known. */
    @Nullable
    Steps of(int index) {
        return begun.isEmpty() ? null : begun.get(index);
    }

    /** The job is to be begun once more, after so much has been done of it. */
    void again(int index, Steps steps) {
        begun.put(index, steps);
    }

    /** The job has ended: nothing of it is needed any more. */
    void forget(int index) {
        if (!begun.isEmpty()) {
            begun.remove(index);
        }
    }
}
