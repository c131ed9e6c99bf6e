// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A batch without end at a service with a quota, in virtual time: how much of the quota an in-flight limit uses, and what it costs
 * in refusals. The batch behaves like the engine: a permit first, then the shared cooldown, then the submission; what is refused
 * gives its permit back and goes first next time.
 */
final class QuotaSimulation {
    /** What decides how many may be in flight. */
    interface Rule {
        int limit();

        /** The handle of a submission that leaves. */
        Object sending(long now);

        void accepted(Object sent, long now);

        void refused(Object sent, long now);

        /** The service has made a video, so long after it took the submission. */
        void ended(Object sent, Duration took, long now);

        /** How long submissions are held back after a refusal; empty leaves that to the shared cooldown. */
        default Optional<Duration> hold() {
            return Optional.empty();
        }
    }

    /**
     * A service.
     *
     * @param quota how many operations it takes at once, by time
     * @param workers how many operations it works at; the others queue
     * @param noise the share of submissions that it refuses whatever runs
     * @param perMinute how many submissions it takes in any minute
     * @param retryAfter what it asks for when it refuses
     * @param pollEvery how late at most the batch hears that an operation has ended
     */
    record Service(Quota quota, int workers, double noise, int perMinute, Optional<Duration> retryAfter,
            Duration pollEvery) {
        static Service withQuota(int... operations) {
            return withQuota(Quota.steps(operations));
        }

        static Service withQuota(Quota quota) {
            return new Service(quota, Integer.MAX_VALUE, 0, Integer.MAX_VALUE, Optional.empty(), Duration.ZERO);
        }

        /** Takes everything, and works at so many at once. */
        static Service withQueue(int workers) {
            return new Service(second -> Integer.MAX_VALUE, workers, 0, Integer.MAX_VALUE, Optional.empty(),
                    Duration.ZERO);
        }

        Service noise(double share) {
            return new Service(quota, workers, share, perMinute, retryAfter, pollEvery);
        }

        Service perMinute(int submissions) {
            return new Service(quota, workers, noise, submissions, retryAfter, pollEvery);
        }

        Service retryAfter(Duration asked) {
            return new Service(quota, workers, noise, perMinute, Optional.of(asked), pollEvery);
        }

        Service pollEvery(Duration interval) {
            return new Service(quota, workers, noise, perMinute, retryAfter, interval);
        }
    }

    /** How many operations run at once, by the seconds since the beginning. */
    @FunctionalInterface
    interface Quota {
        int at(long second);

        /** One after the other, each for the same part of the run. */
        static Quota steps(int... operations) {
            return second -> operations[(int) (second * operations.length / LENGTH.toSeconds())];
        }
    }

    /**
     * What a run has come to.
     *
     * @param used the part of the quota, or of the workers where there are fewer, that was used over time
     * @param refusalsAJob how often a job was refused on average before it was taken
     * @param slowness how much longer jobs took than the work at them
     */
    record Outcome(double used, double refusalsAJob, double slowness) {}

    static final Duration LENGTH = Duration.ofHours(4);
    private static final long END = LENGTH.toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Of 90 of 100 generations the time lies between 60 and 180 seconds. */
    private static final double MEDIAN = Math.sqrt(60.0 * 180.0);
    private static final double SIGMA = Math.log(180 / MEDIAN) / 1.645;

    private record Event(long at, long number, Runnable what) {}

    private final Rule rule;
    private final Service service;
    private final RandomGenerator random;
    private final Cooldown cooldown;
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final Deque<Long> lastMinute = new ArrayDeque<>();
    /** When each busy worker is free. */
    private final PriorityQueue<Long> workers = new PriorityQueue<>();
    private long numbers;
    private long now;
    private int permits;
    private int running;
    private boolean waiting;
    private long holdUntil;
    private double usedSeconds;
    private double quotaSeconds;
    private long integrated;
    private int jobs;
    private int refusals;
    private double work;
    private double took;

    private QuotaSimulation(Rule rule, Service service, long seed) {
        this.rule = rule;
        this.service = service;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.cooldown = new Cooldown(random);
    }

    static Outcome run(Rule rule, Service service, long seed) {
        return new QuotaSimulation(rule, service, seed).run();
    }

    private Outcome run() {
        submit();
        while (!events.isEmpty() && events.peek().at() <= END) {
            Event event = events.poll();
            integrate(event.at());
            now = event.at();
            event.what().run();
        }
        integrate(END);
        return new Outcome(usedSeconds / quotaSeconds, (double) refusals / jobs, took / work);
    }

    private void integrate(long until) {
        while (integrated < until) {
            long step = Math.min(until, (integrated / SECOND + 1) * SECOND);
            int quota = Math.min(service.workers(), service.quota().at(integrated / SECOND));
            usedSeconds += (double) Math.min(running, quota) * (step - integrated);
            quotaSeconds += (double) quota * (step - integrated);
            integrated = step;
        }
    }

    private void after(long nanos, Runnable what) {
        events.add(new Event(now + nanos, numbers++, what));
    }

    private long heldBack() {
        return rule.hold().isPresent() ? Math.max(0, holdUntil - now) : cooldown.remaining(now).toNanos();
    }

    private void submit() {
        if (waiting) {
            return;
        }
        while (permits < rule.limit()) {
            long wait = heldBack();
            if (wait > 0) {
                waiting = true;
                after(wait, () -> {
                    waiting = false;
                    submit();
                });
                return;
            }
            permits++;
            long left = now;
            Object sent = rule.sending(now);
            long way = (long) ((0.2 + 0.6 * random.nextDouble()) * SECOND);
            after(way, () -> arrive(sent, left, way));
        }
    }

    private void arrive(Object sent, long left, long way) {
        while (!lastMinute.isEmpty() && now - lastMinute.getFirst() >= 60 * SECOND) {
            lastMinute.removeFirst();
        }
        if (running >= service.quota().at(now / SECOND) || lastMinute.size() >= service.perMinute()
                || random.nextDouble() < service.noise()) {
            after(way, () -> refused(sent, left));
            return;
        }
        lastMinute.add(now);
        running++;
        jobs++;
        after(way, () -> accepted(sent, left));
        long length = (long) (MEDIAN * Math.exp(SIGMA * random.nextGaussian()) * SECOND);
        long begin = workers.size() < service.workers() ? now : Math.max(now, workers.remove());
        workers.add(begin + length);
        long whole = begin + length - now;
        work += length;
        took += whole;
        after(whole, () -> {
            running--;
            after(way + (long) (random.nextDouble() * service.pollEvery().toNanos()), () -> ended(sent, whole));
        });
    }

    private void accepted(Object sent, long left) {
        cooldown.accepted(left);
        rule.accepted(sent, now);
        submit();
    }

    private void refused(Object sent, long left) {
        refusals++;
        permits--;
        cooldown.refused(left, now, service.retryAfter());
        rule.hold().ifPresent(hold -> holdUntil = now + hold.toNanos());
        rule.refused(sent, now);
        submit();
    }

    private void ended(Object sent, long whole) {
        permits--;
        rule.ended(sent, Duration.ofNanos(whole), now);
        submit();
    }
}
