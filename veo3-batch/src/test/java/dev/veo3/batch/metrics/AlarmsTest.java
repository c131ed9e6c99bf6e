// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import dev.veo3.batch.event.Alert;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlarmsTest {
    private static final long FIVE_MINUTES = Duration.ofMinutes(5).toNanos();

    private final Alarms alarms = new Alarms(AlertRules.standard());

    @Test
    void atTheLimitsNothingIsSaid() {
        assertThat(alarms.running("a", FIVE_MINUTES)).isEmpty();
        assertThat(alarms.isSlow(FIVE_MINUTES)).isFalse();
        assertThat(alarms.memory(500_000_000)).isEmpty();
        assertThat(alarms.errors(1, 10)).isEmpty();
        assertThat(alarms.errors(9, 9)).as("too few jobs to say anything").isEmpty();
        assertThat(alarms.raised()).isEmpty();
    }

    @Test
    void beyondThemEachCauseIsSaidOnce() {
        assertThat(alarms.running("a", FIVE_MINUTES + 1)).map(Alert::kind).contains(Alert.Kind.SLOW_JOB);
        assertThat(alarms.memory(500_000_001)).map(Alert::message)
                .contains(
                        "The heap holds 500 MB after a collection, more than 500 MB: something leaks, or the batch is large");
        assertThat(alarms.errors(2, 10)).map(Alert::message)
                .contains("2 of the last 10 jobs came to nothing, more than 10 %: the service may be ill, or the jobs"
                        + " are bad");
        assertThat(alarms.crashed("a", NullPointerException.class)).isPresent();
        assertThat(alarms.crashed("b", IllegalStateException.class)).as("another cause").isPresent();

        assertThat(alarms.running("b", FIVE_MINUTES * 2)).isEmpty();
        assertThat(alarms.memory(900_000_000)).isEmpty();
        assertThat(alarms.errors(10, 10)).isEmpty();
        assertThat(alarms.crashed("c", NullPointerException.class)).isEmpty();
        assertThat(alarms.raised()).hasSize(5);
    }

    @Test
    void inTheEndItIsSaidHowManyJobsWereSlow() {
        alarms.ended("a", FIVE_MINUTES + 1);
        alarms.ended("b", FIVE_MINUTES + 1);
        alarms.ended("c", FIVE_MINUTES + 1);
        assertThat(alarms.raised()).singleElement().satisfies(
                alert -> assertThat(alert.message()).startsWith("Job \"a\" has been running for 5 min 0 s")
                        .endsWith("; 2 more jobs took so long"));
    }

    @Test
    void withoutRulesNothingIsWatched() {
        Alarms silent = new Alarms(AlertRules.none());
        assertThat(silent.running("a", Long.MAX_VALUE)).isEmpty();
        assertThat(silent.memory(Long.MAX_VALUE)).isEmpty();
        assertThat(silent.errors(1_000, 1_000)).isEmpty();
        assertThat(silent.crashed("a", Error.class)).isEmpty();
    }

    @Test
    void rulesThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> AlertRules.standard().withErrorRate(10, 5)).hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> AlertRules.standard().withErrorRate(0.1, 0)).hasMessageContaining("at least 1 job");
        assertThatThrownBy(() -> AlertRules.standard().withSlowJob(Duration.ofSeconds(-1)))
                .hasMessageContaining("no time below zero");
        assertThatThrownBy(() -> AlertRules.standard().withMemory(-1)).hasMessageContaining("not below zero");
    }
}
