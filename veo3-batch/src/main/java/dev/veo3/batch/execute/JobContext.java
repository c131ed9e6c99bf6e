package dev.veo3.batch.execute;

/** What the engine offers to the executor of one job. For the job's thread only. */
public interface JobContext {

    /** The step by which a job is handed to the service; its result is the name of the operation. */
    String SUBMIT = "submit";

    /**
     * Does what must not be done twice, and keeps its result. When the step has been done before, in this run or in the one
     * that is taken up again, the recorded result is returned and the effect is not run. Otherwise it waits while the service
     * wants the batch to hold back, looks once more whether the batch is stopping, and runs the effect. An effect that the
     * service refused because of a quota is run again when the pause is over, as a new attempt.
     *
     * @return the result: the effect has happened, once
     * @throws JobEndedException when the job is over: refused, not sent, ambiguous, or the batch is stopping. Not for catching.
     * @throws InterruptedException when the batch is stopping: before the effect, nothing has happened; during the effect, it
     *             is not known whether it has, and the job is ambiguous
     */
    String once(String step, Effect effect) throws InterruptedException;

    /** Whether the batch is stopping: then nothing new is begun. */
    boolean isStopping();
}
