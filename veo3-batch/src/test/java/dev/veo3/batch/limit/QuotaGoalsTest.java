// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.QuotaSimulation.Outcome;
import dev.veo3.batch.limit.QuotaSimulation.Service;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * How much of a quota the adaptive limit uses, and at how many refusals, over four hours of virtual time; each figure holds for
 * every seed and not just on average.
 */
class QuotaGoalsTest {
    private static final int MOST = 64;
    private static final int SEEDS = 20;

    private static Stream<Outcome> outcomes(IntFunction<QuotaSimulation.Rule> rule, Service service, int seeds) {
        return LongStream.range(0, seeds).mapToObj(seed -> QuotaSimulation.run(rule.apply(MOST), service, seed));
    }

    static Stream<Arguments> quotas() {
        Service halfMinute = Service.withQuota(10).retryAfter(Duration.ofSeconds(30));
        return Stream.of(
                // The goals: 95 % of the quota at 0.05 refusals a job.
                arguments("quota 4", Service.withQuota(4), 0.98, 0.05),
                arguments("quota 10", Service.withQuota(10), 0.98, 0.03),
                arguments("quota 30", Service.withQuota(30), 0.98, 0.02),
                arguments("quota 20, 5, 20", Service.withQuota(20, 5, 20), 0.95, 0.04),
                // Beyond them.
                arguments("quota 1", Service.withQuota(1), 0.98, 0.1),
                arguments("quota 4, 30", Service.withQuota(4, 30), 0.85, 0.03),
                arguments("quota 30, 4", Service.withQuota(30, 4), 0.98, 0.04),
                arguments("quota 10, 1, 10", Service.withQuota(10, 1, 10), 0.9, 0.05),
                arguments("quota 10, Retry-After: 30", halfMinute, 0.97, 0.03));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("quotas")
    void theQuotaIsUsedAndRefusalsAreRare(String name, Service service, double used, double refusals) {
        assertThat(outcomes(LimitRules::ours, service, SEEDS)).allSatisfy(outcome -> {
            assertThat(outcome.used()).as("used in %s", name).isGreaterThanOrEqualTo(used);
            assertThat(outcome.refusalsAJob()).as("refusals a job in %s", name).isLessThanOrEqualTo(refusals);
        });
    }

    /** An operation that has ended takes up a place of the batch until it is polled: of 120 seconds about 10 are lost. */
    @ParameterizedTest
    @MethodSource
    void endsThatAreHeardOfLateCostNoMoreThanTheDelay(Service service) {
        assertThat(outcomes(LimitRules::ours, service.pollEvery(Duration.ofSeconds(20)), SEEDS))
                .allSatisfy(outcome -> {
                    assertThat(outcome.used()).isGreaterThanOrEqualTo(0.9);
                    assertThat(outcome.refusalsAJob()).isLessThanOrEqualTo(0.08);
                });
    }

    static Stream<Service> endsThatAreHeardOfLateCostNoMoreThanTheDelay() {
        return Stream.of(Service.withQuota(4), Service.withQuota(10), Service.withQuota(30));
    }

    @Test
    void aFewRefusalsThatAreNotAboutTheQuotaDoNotHoldTheBatchDown() {
        assertThat(outcomes(LimitRules::ours, Service.withQuota(10).noise(0.02), SEEDS)).allSatisfy(
                outcome -> assertThat(outcome.used()).isGreaterThanOrEqualTo(0.9));
    }

    @Test
    void aServiceThatLetsJobsQueueIsNotFlooded() {
        for (int workers : new int[]{5, 20}) {
            assertThat(outcomes(LimitRules::oursWithBrake, Service.withQueue(workers), SEEDS)).allSatisfy(outcome -> {
                assertThat(outcome.used()).isGreaterThanOrEqualTo(0.93);
                assertThat(outcome.slowness()).isLessThanOrEqualTo(2.5);
            });
        }
    }

    @Test
    void theBrakeCostsLittleWhereNothingQueues() {
        for (int quota : new int[]{4, 10, 30}) {
            assertThat(outcomes(LimitRules::oursWithBrake, Service.withQuota(quota), SEEDS)).allSatisfy(
                    outcome -> assertThat(outcome.used()).isGreaterThanOrEqualTo(0.94));
        }
    }

    /** The table of all limits in all scenarios, beside which the goals were chosen. */
    @Test
    @Tag("stress")
    void theFieldInFigures() {
        Map<String, Service> services = new LinkedHashMap<>();
        quotas().map(Arguments::get).forEach(each -> services.put((String) each[0], (Service) each[1]));
        services.put("quota 10, polled every 20 s", Service.withQuota(10).pollEvery(Duration.ofSeconds(20)));
        services.put("quota 30, polled every 20 s", Service.withQuota(30).pollEvery(Duration.ofSeconds(20)));
        services.put("quota 10, 2 % refused anyway", Service.withQuota(10).noise(0.02));
        services.put("quota 10, 10 % refused anyway", Service.withQuota(10).noise(0.1));
        services.put("quota 10 +- 3 by a sine of 31 min",
                Service.withQuota(second -> 10 + (int) Math.round(3 * Math.sin(second / 300.0))));
        services.put("quota 19, 10 a minute", Service.withQuota(19).perMinute(10));
        services.put("queue, 5 workers", Service.withQueue(5));
        services.put("queue, 20 workers", Service.withQueue(20));
        Map<String, IntFunction<QuotaSimulation.Rule>> rules = new LinkedHashMap<>();
        rules.put("ours", LimitRules::ours);
        rules.put("with brake", LimitRules::oursWithBrake);
        rules.put("V2", LimitRules::v2);
        rules.put("AIMD", LimitRules::aimd);

        StringBuilder table = new StringBuilder("used % (worst seed), refusals a job (worst seed), times slower\n");
        services.forEach((name, service) -> rules.forEach((rule, made) -> table.append(String.format(Locale.ROOT,
                "%-36s%-12s%s%n", name, rule, figures(outcomes(made, service, 50).toList())))));
        System.out.println(table);
        assertThat(table.toString().lines()).hasSize(1 + services.size() * rules.size());
    }

    private static String figures(List<Outcome> outcomes) {
        return String.format(Locale.ROOT, "%5.1f (%5.1f)  %.3f (%.3f)  %5.2f",
                100 * outcomes.stream().mapToDouble(Outcome::used).average().orElseThrow(),
                100 * outcomes.stream().mapToDouble(Outcome::used).min().orElseThrow(),
                outcomes.stream().mapToDouble(Outcome::refusalsAJob).average().orElseThrow(),
                outcomes.stream().mapToDouble(Outcome::refusalsAJob).max().orElseThrow(),
                outcomes.stream().mapToDouble(Outcome::slowness).average().orElseThrow());
    }
}
