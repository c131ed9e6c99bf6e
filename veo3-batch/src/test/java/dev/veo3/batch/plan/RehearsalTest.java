// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.ModelId;
import dev.veo3.model.Usd;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RehearsalTest {
    private static final String DEFAULTS = "concurrency: 2\n"
            + "defaults: {type: generate, options: {prompt: p, duration: 8}, output: \"{{id}}.mp4\"}\njobs:\n";

    @TempDir
    private Path directory;

    private Plans plans;

    @BeforeEach
    void plans() {
        plans = new Plans(directory);
    }

    private static Pace pace(int seconds) {
        return new Pace(Map.of(), Duration.ofSeconds(seconds), OptionalInt.empty());
    }

    @Test
    void jobsTakeTheirTurnsAsManyAtOnceAsThePlanSays() throws IOException {
        BatchPlan plan = plans.yaml(DEFAULTS + "- {id: \"{{n}}\", matrix: {n: [1, 2, 3, 4, 5]}}\n");

        Estimate estimate = plan.estimate(pace(60));

        assertThat(estimate.time()).hasMinutes(3);
        assertThat(estimate.criticalPath()).hasMinutes(1);
        assertThat(estimate.total()).isEqualTo(Usd.of("16")).isEqualTo(plan.estimatedCost());
    }

    @Test
    void eachModelTakesItsOwnTimeAndHasItsOwnPrice() throws IOException {
        BatchPlan plan = plans.yaml(DEFAULTS + "- {id: a}\n- {id: b, options: {model: veo-3.1-fast-generate-001}}\n");

        Estimate estimate = plan.estimate(
                new Pace(Map.of(ModelId.VEO_3_1_FAST, Duration.ofSeconds(20)), Duration.ofSeconds(50),
                        OptionalInt.empty()));

        assertThat(estimate.time()).hasSeconds(50);
        assertThat(estimate.cost()).hasToString("{veo-3.1-fast-generate-001=$0.80, veo-3.1-generate-001=$3.20}");
    }

    @Test
    void aPlanWhoseJobsCostMoreThanTheBudgetSaysSo() throws IOException {
        String jobs = DEFAULTS + "- {id: a}\n- {id: b, options: {model: veo-3.1-fast-generate-001}}\n";

        assertThat(plans.yaml("budget: 3.99\n" + jobs).warnings()).singleElement().asString()
                .contains("the jobs cost $4.00 when all succeed, and the budget is $3.99");
        assertThat(plans.yaml("budget: 4\n" + jobs).warnings()).isEmpty();
    }

    @Test
    void aRateHoldsBackTheSubmissionsOfEachModel() throws IOException {
        BatchPlan plan = plans.yaml(DEFAULTS.replace("2", "100") + "- {id: \"{{n}}\", matrix: {n: [1, 2, 3, 4, 5]}}\n"
                + "- {id: f, options: {model: veo-3.1-fast-generate-001}}\n");

        // The fifth is submitted after 4 x 30 s.
        assertThat(plan.estimate(new Pace(Map.of(), Duration.ofSeconds(60), OptionalInt.of(2))).time()).hasSeconds(180);
    }

    @Test
    void aChainTakesItsTimeWhateverTheConcurrency() throws IOException {
        BatchPlan plan = plans.yaml(DEFAULTS.replace("2", "100")
                + "- {id: b, type: extend, options: {video: \"${a.video}\", duration: 7}}\n- {id: a}\n"
                + "- {id: c, depends_on: [b, d]}\n- {id: d}\n- {id: e}\n");

        Estimate estimate = plan.estimate(pace(60));

        assertThat(estimate.criticalPath()).hasMinutes(3);
        assertThat(estimate.time()).hasMinutes(3);
    }

    @Test
    void aChainThatBeginsFirstMakesTheBatchShorter() throws IOException {
        String jobs = "- {id: a}\n- {id: b}\n- {id: c}\n- {id: d}\n- {id: x1%s}\n- {id: x2, depends_on: x1}\n"
                + "- {id: x3, depends_on: x2}\n";

        // Four jobs and a chain of three, two at once: a chain that begins last adds its whole length.
        assertThat(plans.yaml(DEFAULTS + jobs.formatted("")).estimate(pace(60)).time()).hasMinutes(5);
        assertThat(plans.yaml(DEFAULTS + jobs.formatted(", priority: 9")).estimate(pace(60)).time()).hasMinutes(4);
    }

    @Test
    void aPaceIsAboveZero() {
        assertThatThrownBy(() -> pace(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A request takes a time above zero");
        assertThatThrownBy(() -> new Pace(Map.of(), Duration.ofSeconds(1), OptionalInt.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("At least 1 request a minute is taken, not 0");
        assertThat(Pace.standard().of(ModelId.VEO_3_1)).hasSeconds(90);
    }
}
