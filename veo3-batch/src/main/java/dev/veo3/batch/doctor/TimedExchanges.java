// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.doctor;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.Service;
import dev.veo3.time.TimeSource;
import dev.veo3.video.LastLook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An executor that runs another, and times each of its submissions that the service answered: the exchange alone, without what held it
 * back. Thread-safe.
 */
final class TimedExchanges implements Executor {
    private final Executor executor;
    private final TimeSource time;
    private final Queue<Duration> answered = new ConcurrentLinkedQueue<>();

    TimedExchanges(Executor executor, TimeSource time) {
        this.executor = executor;
        this.time = time;
    }

    /** How long the exchanges took, the shortest first. */
    List<Duration> sorted() {
        return answered.stream().sorted().toList();
    }

    @Override
    public JobOutcome execute(Job job, JobContext context) throws Exception {
        return executor.execute(job, new Timed(context));
    }

    @Override
    public Service service() {
        return executor.service();
    }

    private final class Exchange implements Effect {
        private final Effect effect;

        Exchange(Effect effect) {
            this.effect = effect;
        }

        @Override
        public Ending run() throws InterruptedException {
            return timed(effect);
        }

        @Override
        public Ending run(LastLook look) throws InterruptedException {
            return timed(() -> effect.run(look));
        }

        private Ending timed(Effect sending) throws InterruptedException {
            long since = time.nanos();
            Ending ending = sending.run();
            if (ending instanceof Ending.Happened || ending instanceof Ending.Refused) {
                answered.add(Duration.ofNanos(time.nanos() - since));
            }
            return ending;
        }

        @Override
        public Optional<String> trace() {
            return effect.trace();
        }
    }

    private final class Timed implements JobContext {
        private final JobContext context;

        Timed(JobContext context) {
            this.context = context;
        }

        @Override
        public String once(String step, Effect effect) throws InterruptedException {
            return context.once(step, step.equals(SUBMIT) ? new Exchange(effect) : effect);
        }

        @Override
        public int attempt(String step) {
            return context.attempt(step);
        }

        @Override
        public <T> T download(Transfer<T> transfer) throws InterruptedException {
            return context.download(transfer);
        }

        @Override
        public void generated(List<String> uris, Optional<Instant> expires) {
            context.generated(uris, expires);
        }

        @Override
        public void downloaded(Path file) {
            context.downloaded(file);
        }

        @Override
        public boolean isStopping() {
            return context.isStopping();
        }
    }
}
