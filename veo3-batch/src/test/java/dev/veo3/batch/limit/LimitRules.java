// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;
import java.util.Optional;

/** The limits that are compared: ours, and what neighbours do, as they describe it. */
final class LimitRules {
    private LimitRules() {}

    static QuotaSimulation.Rule ours(int most) {
        return of(new AdaptiveLimit(most));
    }

    static QuotaSimulation.Rule oursWithBrake(int most) {
        return of(AdaptiveLimit.withLatencyBrake(most, most));
    }

    static QuotaSimulation.Rule of(AdaptiveLimit limit) {
        return new QuotaSimulation.Rule() {
            @Override
            public int limit() {
                return limit.limit();
            }

            @Override
            public Object sending(long now) {
                return limit.sending();
            }

            @Override
            public void accepted(Object sent, long now) {
                limit.accepted((AdaptiveLimit.Sent) sent, now);
            }

            @Override
            public void refused(Object sent, long now) {
                limit.refused((AdaptiveLimit.Sent) sent, now);
            }

            @Override
            public void ended(Object sent, Duration took, long now) {
                limit.generated("some kind", now - took.toNanos(), now);
                limit.ended();
            }
        };
    }

    /** Adds one for each success while at least half is used, and takes a tenth away at each refusal. */
    static QuotaSimulation.Rule aimd(int most) {
        return new CountingRule() {
            private double limit = 2;

            @Override
            public int limit() {
                return (int) limit;
            }

            @Override
            void onRefused(long now) {
                limit = Math.max(1, limit * 0.9);
            }

            @Override
            void onSuccess(long sentAt, long now) {
                if (inFlight * 2 >= limit()) {
                    limit = Math.min(most, (int) limit + 1);
                }
            }
        };
    }

    /**
     * Doubles until the first refusal; then takes a tenth away, once in thirty seconds, and adds two for each limit's worth of
     * successes below the level of the last refusal, and one above it.
     */
    static QuotaSimulation.Rule v2(int most) {
        return new CountingRule() {
            private double limit = 2;
            private double highest = Double.MAX_VALUE;
            private boolean slowStart = true;
            private long fellAt = Long.MIN_VALUE / 2;

            @Override
            public int limit() {
                return (int) limit;
            }

            @Override
            public Optional<Duration> hold() {
                return Optional.of(Duration.ofSeconds(10));
            }

            @Override
            void onRefused(long now) {
                slowStart = false;
                if (now - fellAt >= Duration.ofSeconds(30).toNanos()) {
                    highest = limit;
                    limit = Math.max(1, limit * 0.9);
                    fellAt = now;
                }
            }

            @Override
            void onSuccess(long sentAt, long now) {
                if (sentAt <= fellAt || inFlight * 2 < limit()) {
                    return;
                }
                double step = slowStart ? 1 : limit < highest - 1 ? 2 / limit : 1 / limit;
                limit = Math.min(most, limit + step);
            }
        };
    }

    private abstract static class CountingRule implements QuotaSimulation.Rule {
        protected int inFlight;

        abstract void onRefused(long now);

        abstract void onSuccess(long sentAt, long now);

        @Override
        public Object sending(long now) {
            inFlight++;
            return now;
        }

        @Override
        public void accepted(Object sent, long now) {}

        @Override
        public void refused(Object sent, long now) {
            onRefused(now);
            inFlight--;
        }

        @Override
        public void ended(Object sent, Duration took, long now) {
            onSuccess((Long) sent, now);
            inFlight--;
        }
    }
}
