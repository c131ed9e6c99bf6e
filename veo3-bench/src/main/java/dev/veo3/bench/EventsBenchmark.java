// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import dev.veo3.batch.flight.JobFlight;
import dev.veo3.batch.flight.JournalForceFlight;
import dev.veo3.batch.flight.LimitChangeFlight;
import dev.veo3.batch.flight.PermitWaitFlight;
import dev.veo3.batch.flight.RateLimitHitFlight;
import dev.veo3.batch.flight.SubmitFlight;
import dev.veo3.internal.flight.DownloadFlight;
import dev.veo3.internal.flight.PollFlight;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What each event of the flight recorder costs while nothing is recorded: making it, its begin and its end, and the question whether it
 * is to be kept. It does not show what a recording costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class EventsBenchmark {
    private String job = "job17";
    private String model = "veo-3.1-generate-001";
    private int number = 200;

    /** For JMH. */
    public EventsBenchmark() {}

    /** The clock by which jobs are timed, for comparison. */
    @Benchmark
    public long clock() {
        return System.nanoTime();
    }

    /** {@code dev.veo3.Job}. */
    @Benchmark
    public void job() {
        JobFlight flight = new JobFlight();
        flight.begin();
        flight.end();
        if (flight.shouldCommit()) {
            flight.keep(job, model, "succeeded", number);
        }
    }

    /** {@code dev.veo3.Submit}. */
    @Benchmark
    public void submit() {
        SubmitFlight flight = new SubmitFlight();
        flight.begin();
        flight.end();
        if (flight.shouldCommit()) {
            flight.keep(job, model, "submit", number, "accepted", number);
        }
    }

    /** {@code dev.veo3.Poll}. */
    @Benchmark
    public void poll() {
        PollFlight flight = new PollFlight();
        flight.begin();
        flight.end();
        if (flight.shouldCommit()) {
            flight.keep(job, "running", number);
        }
    }

    /** {@code dev.veo3.Download}. */
    @Benchmark
    public void download() {
        DownloadFlight flight = new DownloadFlight();
        flight.begin();
        flight.end();
        if (flight.shouldCommit()) {
            flight.keep("stored", "downloaded", number, number);
        }
    }

    /** {@code dev.veo3.PermitWait}. */
    @Benchmark
    public void permitWait() {
        PermitWaitFlight flight = new PermitWaitFlight();
        flight.begin();
        flight.end();
        if (flight.shouldCommit()) {
            flight.keep(job, model);
        }
    }

    /** {@code dev.veo3.RateLimitHit}. */
    @Benchmark
    public void rateLimitHit() {
        RateLimitHitFlight flight = new RateLimitHitFlight();
        if (flight.shouldCommit()) {
            flight.keep(job, model, number, number, number);
        }
    }

    /** {@code dev.veo3.LimitChange}. */
    @Benchmark
    public void limitChange() {
        LimitChangeFlight flight = new LimitChangeFlight();
        if (flight.shouldCommit()) {
            flight.keep(number, number, "the service took so many");
        }
    }

    /** {@code dev.veo3.JournalForce}. */
    @Benchmark
    public void journalForce() {
        JournalForceFlight flight = new JournalForceFlight();
        flight.begin();
        flight.end();
        if (flight.shouldCommit()) {
            flight.keep(number);
        }
    }
}
