// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.model.Usd;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that wait for others, and jobs that go on from the video of another. */
class ChainTest {

    @TempDir
    private Path directory;

    private Plans plans;

    @BeforeEach
    void plans() {
        plans = new Plans(directory);
    }

    private static VideoSource video(Job job) {
        return ((VideoRequest.Extension) job.request()).video();
    }

    @Test
    void aChainIsResolvedToTheFirstFileOfTheJobBeforeWhereverThatStands() throws IOException {
        BatchPlan plan = plans.yaml("""
                jobs:
                  - {id: third, type: extend, output: c.mp4, options: {video: "${second.video}"}}
                  - {id: first, type: generate, output: a.mp4, options: {prompt: p, sample_count: 2}}
                  - {id: second, type: extend, output: b.mp4, options: {video: "${ first.video }", prompt: on}}
                """);

        assertThat(video(plan.job(0))).isEqualTo(MediaSource.file(directory.resolve("b.mp4")));
        assertThat(video(plan.job(2))).isEqualTo(MediaSource.file(directory.resolve("a-1.mp4")));
        assertThat(plan.job(0).inputFrom()).hasValue(2);
        assertThat(plan.job(0).dependsOn()).containsExactly(2);
        assertThat(plan.job(1).inputFrom()).isEmpty();
        assertThat(plan.job(1).dependsOn()).isEmpty();
        assertThat(plan.dependencies().children(1)).containsExactly(2);
        assertThat(plan.find("second")).hasValue(2);
        assertThat(plan.find("fourth")).isEmpty();
    }

    @Test
    void aJobWaitsForThoseItNamesAndForTheOneWhoseVideoItTakes() throws IOException {
        BatchPlan plan = plans.yaml("""
                jobs:
                  - {id: a, type: generate, output: a.mp4, options: {prompt: p}}
                  - {id: b, type: generate, output: b.mp4, options: {prompt: p}, depends_on: a}
                  - {id: c, type: extend, output: c.mp4, options: {video: "${b.video}"}, depends_on: [b, a, a]}
                """);

        assertThat(plan.job(1).dependsOn()).containsExactly(0);
        assertThat(plan.job(1).inputFrom()).isEmpty();
        assertThat(plan.job(2).dependsOn()).containsExactly(0, 1);
        assertThat(plan.job(2).inputFrom()).hasValue(1);
        assertThat(plan.dependencies().parents(2)).containsExactly(0, 1);
        assertThat(plan.dependencies().children(0)).containsExactly(1, 2);
    }

    @Test
    void termsAreReadAndAPriceOfTheUserCountsMoreThanTheCatalogues() throws IOException {
        BatchPlan plan = plans
                .yaml("""
                        budget: $12.50
                        deadline: 1h30m
                        jobs:
                          - {id: a, type: generate, output: a.mp4, options: {prompt: p}, priority: -7, timeout: 20m, price: 0.75}
                          - {id: b, type: generate, output: b.mp4, options: {prompt: p, model: veo-9}, price: 2}
                        """);

        Job job = plan.job(0);
        assertThat(job.priority()).isEqualTo(-7);
        assertThat(plan.priority(0)).isEqualTo(-7);
        assertThat(job.timeout()).hasValueSatisfying(time -> assertThat(time).hasMinutes(20));
        assertThat(job.price()).contains(Usd.of("0.75"));
        assertThat(plan.budget()).contains(Usd.of("12.50"));
        assertThat(plan.deadline()).hasValueSatisfying(time -> assertThat(time).hasMinutes(90));
        assertThat(plan.estimatedCost()).isEqualTo(Usd.of("2.75"));
        assertThat(plan.estimatedCostByModel()).hasToString("{veo-3.1-generate-001=$0.75, veo-9=$2.00}");
    }

    @Test
    void underABudgetAJobWithoutAPriceIsAProblem() throws IOException {
        assertThat(plans.problems("budget: 10\n" + Plans.single("generate", "{prompt: p, model: veo-9}")))
                .containsExactly("4:34 a: the batch has a budget, and no price is known of veo-9 as it is asked here."
                        + " Give the job one, for example \"price: 1.20\".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"priority: 1001", "priority: high", "priority: 1.5", "priority: [1]", "timeout: 0",
        "timeout: 20 minutes", "timeout: -5", "timeout: {m: 5}", "price: -1", "price: dear", "price: 0.0000001"})
    void aTermThatCannotBeReadIsAProblem(String term) throws IOException {
        assertThat(plans.problems("jobs: [{id: a, type: generate, output: a.mp4, options: {prompt: p}, " + term + "}]"))
                .singleElement().asString().contains(" a: \"" + term.replaceAll(":.*", "") + "\" is ")
                .contains(". Write ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"depends_on: [[a]]", "depends_on: {a: b}", "depends_on: ['']"})
    void anIdThatIsNoneIsAProblem(String written) throws IOException {
        assertThat(plans
                .problems("jobs: [{id: a, type: generate, output: a.mp4, options: {prompt: p}, " + written + "}]"))
                .singleElement().asString().startsWith("1:").contains(" a: \"depends_on\" has ")
                .endsWith(" where an id belongs. Write the id of a job, or a list of ids.");
    }

    @Test
    void anUnknownIdIsAProblemThatNamesTheNearestOne() throws IOException {
        assertThat(plans.problems("""
                jobs:
                  - {id: sunset, type: generate, output: a.mp4, options: {prompt: p}, depends_on: [moonrise]}
                  - {id: b, type: extend, output: b.mp4, options: {video: "${sunsett.video}"}}
                """)).containsExactly(
                "2:84 sunset: there is no job \"moonrise\". Write the id of a job of this manifest.",
                "3:59 b: there is no job \"sunsett\". Write \"sunset\" if that is meant.");
    }

    @Test
    void aJobThatWaitsForItselfIsAProblem() throws IOException {
        assertThat(plans.problems("""
                jobs:
                  - {id: a, type: generate, output: a.mp4, options: {prompt: p}, depends_on: [a]}
                  - {id: b, type: extend, output: b.mp4, options: {video: "${b.video}"}}
                """)).containsExactly("2:79 a: the job waits for itself. Name another job.",
                "3:59 b: the job waits for itself. Name another job.");
    }

    @Test
    void aCycleIsShownFromItsBeginningToItsEnd() throws IOException {
        assertThat(plans.problems("""
                jobs:
                  - {id: z, type: generate, output: z.mp4, options: {prompt: p}, depends_on: b}
                  - {id: a, type: extend, output: a.mp4, options: {video: "${b.video}"}}
                  - {id: b, type: generate, output: b.mp4, options: {prompt: p}, depends_on: c}
                  - {id: c, type: generate, output: c.mp4, options: {prompt: p}, depends_on: a}
                """)).containsExactly(
                "4:78 b: these jobs wait for each other: b -> c -> a -> b. Let one of them go first.");
    }

    @Test
    void aChainEndsWhereTheVideoBecomesTooLongForThePlatform() throws IOException {
        String longer = IntStream.rangeClosed(1, 4).mapToObj(n -> "  - {id: j" + n + ", type: extend, output: j" + n
                + ".mp4, options: {video: \"${j" + (n - 1) + ".video}\"}}\n").collect(Collectors.joining());
        String start = "jobs:\n  - {id: j0, type: generate, output: j0.mp4, options: {prompt: p, duration: ";

        // 8 + 7 + 7 + 7 = 29 s are extended once more, to 36 s.
        assertThat(plans.yaml(start + "8}}\n" + longer).jobCount()).isEqualTo(5);
        assertThat(plans.problems(start + "8}}\n" + longer
                + "  - {id: j5, type: extend, output: j5.mp4, options: {video: \"${j4.video}\"}}\n")).containsExactly(
                        "7:61 j5: the video of job \"j4\" will last 36 s, and Agent Platform extends videos of at most"
                                + " 30 s. End the chain with that job.");
    }

    @Test
    void theLengthOfAFileAtTheBeginningOfAChainCounts() throws IOException {
        plans.put("clip-2s.mp4", "clip.mp4");
        String chain = "jobs:\n" + IntStream.rangeClosed(0, 6).mapToObj(n -> "  - {id: j" + n
                + ", type: extend, output: j" + n + ".mp4, options: {video: \""
                + (n == 0 ? "clip.mp4" : "${j" + (n - 1) + ".video}") + "\"}}\n").collect(Collectors.joining());

        assertThat(plans.problems(chain)).containsExactly(
                "7:61 j5: the video of job \"j4\" will last 37 s, and Agent Platform extends videos of at most"
                        + " 30 s. End the chain with that job.",
                "8:61 j6: the video of job \"j5\" will last 44 s, and Agent Platform extends videos of at most"
                        + " 30 s. End the chain with that job.");
    }

    @Test
    void aPictureCannotComeFromAJob() throws IOException {
        assertThat(plans.problems("""
                jobs:
                  - {id: a, type: generate, output: a.mp4, options: {prompt: p}}
                  - {id: b, type: animate, output: b.mp4, options: {image: "${a.video}"}}
                  - {id: c, type: extend, output: c.mp4, options: {video: "${a}"}}
                """)).containsExactly(
                "3:60 b: \"${a.video}\" is the video of a job, and a picture is needed here. Name a picture.",
                "4:59 c: \"${a}\" is no reference to the video of a job."
                        + " Write \"video: ${id.video}\" with the id of a job.");
    }

    @Test
    void aProgramBuildsChainsToo() {
        BatchManifest manifest = BatchManifest.builder()
                .job(new JobSpec.Built("b", VideoRequest.extension(JobSpec.videoOf("a"), "on"), "b.mp4",
                        JobTerms.standard().withPriority(3)))
                .job("a", VideoRequest.text("p"), "a.mp4")
                .job(new JobSpec.Built("c", VideoRequest.text("p"), "c.mp4", JobTerms.standard().withDependsOn("a")))
                .build();

        BatchPlan plan = BatchPlan.of(manifest, plans.settings());

        assertThat(video(plan.job(0))).isEqualTo(MediaSource.file(directory.resolve("a.mp4")));
        assertThat(plan.jobs().map(Job::dependsOn)).containsExactly(List.of(1), List.of(), List.of(1));
        assertThat(plan.job(0).priority()).isEqualTo(3);
    }

    @Test
    void theTermsOfBuiltJobsAreChecked() {
        BatchManifest manifest = BatchManifest.builder()
                .job(new JobSpec.Built("a", VideoRequest.text("p"), "a.mp4",
                        JobTerms.standard().withPriority(-1001).withTimeout(Duration.ZERO)))
                .build();

        assertThat(plans.problems(manifest)).containsExactly(
                "0:0 a: the priority is -1001. Give at least -1000 and at most 1000.",
                "0:0 a: the timeout is PT0S. Give a time above zero.");
    }
}
