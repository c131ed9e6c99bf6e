// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.BatchEvent;
import dev.veo3.batch.flight.LimitChangeFlight;
import dev.veo3.batch.journal.Journal;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.limit.AdaptiveLimit;
import dev.veo3.batch.limit.Budget;
import dev.veo3.batch.limit.Cooldown;
import dev.veo3.batch.limit.DownloadPermits;
import dev.veo3.batch.limit.PermitGate;
import dev.veo3.batch.limit.RateLimits;
import dev.veo3.batch.limit.RetryBudget;
import dev.veo3.batch.limit.RetryPolicy.Failure;
import dev.veo3.batch.limit.StallBreaker;
import dev.veo3.batch.metrics.Alarms;
import dev.veo3.batch.metrics.LimitChanges;
import dev.veo3.batch.metrics.LimitTime;
import dev.veo3.batch.metrics.Tally;
import dev.veo3.batch.plan.BatchPlan;
import dev.veo3.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the jobs of one batch share while they run. */
final class Parts {
    /** By this key the journal keeps how many jobs the service lets run at once. */
    private static final String IN_FLIGHT = "in-flight";
    private static final Duration STALL_AFTER = Duration.ofMinutes(10);
    private static final Duration LONGEST_STALL = Duration.ofHours(1);
    /** Results expire: so many downloads for each permit wait, and nothing more is submitted. */
    private static final int CONGESTED = 4;

    private final BatchSettings settings;
    private final String batch;
    private final RunState state = new RunState();
    private final Signal signal = new Signal();
    private final Announcer announcer;
    private final Logbook logbook;
    private final Tally tally;
    private final Extras extras;
    private final InFlight inFlight;
    private final Downloads downloads;
    private final Admission admission;
    private final Funds funds;
    private final Doubts doubts;
    private final RetryBudget retryBudget;
    private final Timers timers;
    private final HeldJobs heldJobs;
    private final OutputDirectory outputs;
    private final LimitTime limitTime;
    private final LimitChanges limitChanges;
    private final Alarms alarms;
    private final RandomGenerator random = RandomGenerator.getDefault();

    /**
     * The parts of a batch that begins now.
     *
     * @param journal null when nothing is kept
     * @param journalFailed is told when the journal cannot be written
     */
    Parts(BatchPlan plan, BatchSettings settings, @Nullable Journal journal, Consumer<JournalException> journalFailed) {
        TimeSource time = settings.time();
        this.settings = settings;
        this.batch = plan.name();
        this.announcer = new Announcer(settings.listeners());
        this.logbook = new Logbook(journal, time, journalFailed);
        this.tally = new Tally(plan.jobCount(), time);
        this.extras = new Extras(tally);
        this.timers = new Timers(time);
        this.heldJobs = new HeldJobs(timers);
        this.outputs = new OutputDirectory(plan.outputDirectory());
        this.alarms = new Alarms(settings.alerts());
        this.inFlight = inFlight(plan.concurrency(), journal);
        this.limitTime = new LimitTime(inFlight.gate().snapshot().limit(), tally.begin());
        this.limitChanges = new LimitChanges(inFlight.gate().snapshot().limit(), time);
        this.downloads = new Downloads(
                new DownloadPermits(settings.limits().downloads(), settings.limits().downloads() * CONGESTED),
                announcer, signal, time);
        this.admission = new Admission(state, inFlight, downloads, new Cooldown(random),
                new RateLimits(settings.limits().rate(), settings.limits().modelRates()),
                new StallBreaker(STALL_AFTER, LONGEST_STALL),
                this::announce, signal, time);
        this.funds = new Funds(plan.budget().map(Budget::of).orElseGet(Budget::unlimited), state, signal);
        this.doubts = new Doubts(settings.ambiguity(), settings.executor(), settings.limits().longestGeneration(),
                time, logbook);
        this.retryBudget = new RetryBudget(time.nanos());
    }

    private InFlight inFlight(int most, @Nullable Journal journal) {
        if (!settings.limits().adaptive()) {
            return new InFlight(new PermitGate(most), null, this::announce);
        }
        int learned = journal == null || journal.batch().limits().get(IN_FLIGHT) == null
                ? most
                : journal.batch().limits().get(IN_FLIGHT).limit();
        AdaptiveLimit limit = settings.limits().latencyBrake()
                ? AdaptiveLimit.withLatencyBrake(most, learned)
                : new AdaptiveLimit(most, learned);
        return new InFlight(new PermitGate(limit.limit()), limit, this::announce);
    }

    /** Tells the listeners, and the journal where a later run wants to know. */
    void announce(BatchEvent event) {
        switch (event) {
            case BatchEvent.LimitChanged c -> {
                limitTime.changed(c.to(), time().nanos());
                limitChanges.add(c.to(), c.reason());
                LimitChangeFlight flight = new LimitChangeFlight();
                if (flight.shouldCommit()) {
                    flight.keep(c.from(), c.to(), c.reason());
                }
                logbook.learned(IN_FLIGHT, inFlight.level());
            }
            case BatchEvent.Paused p -> logbook.paused(p.reason());
            case BatchEvent.Resumed r -> logbook.resumed();
            case BatchEvent.Stopping s -> {
            }
            case BatchEvent.PlaceHeld p -> {
            }
            case BatchEvent.Alerted a -> {
            }
        }
        announcer.tell(event);
    }

    /** How long to wait before another attempt; empty when there is to be none. */
    Optional<Duration> retryAfter(Failure failure, int attempt) {
        return settings.retries().retryAfter(failure, attempt, random)
                .filter(pause -> retryBudget.tryRetry(settings.time().nanos()));
    }

    /** The batch's name. */
    String batch() {
        return batch;
    }

    BatchSettings settings() {
        return settings;
    }

    TimeSource time() {
        return settings.time();
    }

    RunState state() {
        return state;
    }

    Signal signal() {
        return signal;
    }

    Announcer announcer() {
        return announcer;
    }

    Logbook logbook() {
        return logbook;
    }

    Tally tally() {
        return tally;
    }

    Extras extras() {
        return extras;
    }

    InFlight inFlight() {
        return inFlight;
    }

    Downloads downloads() {
        return downloads;
    }

    Admission admission() {
        return admission;
    }

    Funds funds() {
        return funds;
    }

    Doubts doubts() {
        return doubts;
    }

    RetryBudget retryBudget() {
        return retryBudget;
    }

    OutputDirectory outputs() {
        return outputs;
    }

    /** How much was allowed over time. */
    LimitTime limitTime() {
        return limitTime;
    }

    /** How much was allowed when. */
    LimitChanges limitChanges() {
        return limitChanges;
    }

    /** What a person has been told to look at. */
    Alarms alarms() {
        return alarms;
    }

    Timers timers() {
        return timers;
    }

    /** The jobs that wait for what all workers share. */
    HeldJobs heldJobs() {
        return heldJobs;
    }
}
