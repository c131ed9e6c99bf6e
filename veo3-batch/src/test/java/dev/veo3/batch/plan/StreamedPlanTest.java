// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Plans of manifests that are read line by line: they say the same as those in memory, and keep no job. */
class StreamedPlanTest {
    private static final String SHOT = "{\"id\": \"%s\", \"type\": \"generate\", \"output\": \"%s\","
            + " \"options\": {\"prompt\": \"%s\"}}";

    @TempDir
    private Path directory;

    private Plans plans;

    @BeforeEach
    void plans() {
        plans = new Plans(directory);
    }

    private BatchManifest manifest(String... lines) throws IOException {
        return BatchManifest.load(Files.writeString(directory.resolve("jobs.jsonl"), String.join("\n", lines)));
    }

    private BatchPlan plan(String... lines) throws IOException {
        return BatchPlan.of(manifest(lines), plans.settings());
    }

    @Test
    void anUnknownParentOfALineIsNamedWithTheNearestId() throws IOException {
        String job = "{\"id\": \"%s\", \"type\": \"generate\", \"output\": \"%s.mp4\", \"options\": {\"prompt\": \"p\"}%s}";
        BatchManifest lines = manifest(job.formatted("sunset", "a", ""),
                job.formatted("b", "b", ", \"depends_on\": [\"sunsett\"]"),
                job.formatted("c", "c", ", \"depends_on\": [\"something else\"]"));
        assertThat(plans.problems(lines)).satisfiesExactly(
                problem -> assertThat(problem)
                        .endsWith("there is no job \"sunsett\". Write \"sunset\" if that is meant."),
                problem -> assertThat(problem).endsWith("Write the id of a job of this manifest."));
    }

    @Test
    void theSameJobsComeOutOfLinesRowsAndDocuments() throws IOException {
        plans.put("first-frame-1280x720.png", "a.png");
        plans.put("clip-2s.mp4", "clip.mp4");
        BatchPlan document = plans
                .yaml("""
                        output_directory: out
                        jobs:
                          - {id: a, type: generate, output: a.mp4, options: {prompt: p, duration: 8, sample_count: 2}, priority: 7}
                          - {id: b, type: extend, output: b.mp4, options: {video: "${a.video}"}, timeout: 5m}
                          - {id: c, type: animate, output: d/c.mp4, options: {image: a.png, labels: {x: y}}, depends_on: [a, b]}
                          - {id: d, type: extend, output: d/d.mp4, options: {video: clip.mp4, model: veo-3.1-fast-generate-001}}
                        """);

        BatchPlan lines = plan("{\"output_directory\": \"out\"}", """
                {"id": "a", "type": "generate", "output": "a.mp4", "priority": 7,\
                 "options": {"prompt": "p", "duration": 8, "sample_count": 2}}""", """
                {"id": "b", "type": "extend", "output": "b.mp4", "options": {"video": "${a.video}"}, "timeout": 300}""",
                """
                        {"id": "c", "type": "animate", "output": "d/c.mp4", "depends_on": ["a", "b"],\
                         "options": {"image": "a.png", "labels": {"x": "y"}}}""",
                """
                        {"id": "d", "type": "extend", "output": "d/d.mp4",\
                         "options": {"video": "clip.mp4", "model": "veo-3.1-fast-generate-001"}}""");
        BatchPlan rows = BatchPlan.of(BatchManifest.load(Files.writeString(directory.resolve("jobs.csv"), """
                id,type,output,prompt,duration,sample_count,priority,video,timeout,image,labels.x,depends_on,model
                a,generate,out/a.mp4,p,8,2,7,,,,,,
                b,extend,out/b.mp4,,,,,${a.video},5m,,,,
                c,animate,out/d/c.mp4,,,,,,,a.png,y,a;b,
                d,extend,out/d/d.mp4,,,,,clip.mp4,,,,,veo-3.1-fast-generate-001
                """)), plans.settings());

        List<Job> jobs = document.jobs().toList();
        for (BatchPlan other : List.of(lines, rows)) {
            assertThat(other.jobs().toList()).usingRecursiveComparison().isEqualTo(jobs);
            assertThat(other.jobCount()).isEqualTo(4);
            assertThat(other.estimatedCostByModel()).isEqualTo(document.estimatedCostByModel());
            assertThat(other.find("c")).hasValue(2);
            assertThat(other.find("x")).isEmpty();
            assertThat(IntStream.range(0, 4).map(other::priority)).containsExactly(7, 0, 0, 0);
            assertThat(other.model(3)).hasToString("veo-3.1-fast-generate-001");
            assertThat(other.order()).containsExactly(0, 1, 2, 3);
            assertThat(other.dependencies().children(0)).containsExactly(1, 2);
        }
        assertThat(((VideoRequest.Extension) lines.job(1).request()).video())
                .isEqualTo(MediaSource.file(directory.resolve("out/a-1.mp4")));
    }

    @Test
    void theSameProblemsAreFoundAtTheirLines() throws IOException {
        plans.put("first-frame-1280x720.png", "a.png");

        assertThat(plans.problems(manifest(SHOT.formatted("a", "a.mp4", "p"), SHOT.formatted("a", "A.MP4", "p"),
                SHOT.formatted("c", "../c.mp4", "p"), SHOT.formatted("d", "con.mp4", "p"),
                SHOT.formatted("e", "a.mp4/x.mp4", "p"), SHOT.formatted("f", "a.png", "p"),
                SHOT.formatted("g", "jobs.jsonl", "p"),
                "{\"id\": \"h\", \"type\": \"animate\", \"output\": \"h.mp4\", \"options\": {\"image\": \"a.png\"}}",
                "{\"id\": \"i\", \"type\": \"animate\", \"output\": \"i.mp4\", \"options\": {\"image\": \"no.png\"}}",
                "{\"id\": \"j\", \"type\": \"extend\", \"output\": \"j.mp4\", \"options\": {\"video\": \"${k.video}\"}}",
                "{\"id\": \"l\", \"typ\": \"dance\"}", "garbage"))).satisfiesExactly(
                        line -> assertThat(line).startsWith("2:8 a: job number 1 has the same id. "),
                        line -> assertThat(line).startsWith("2:43 a: job \"a\" writes "),
                        line -> assertThat(line).startsWith("3:43 c: the output \"../c.mp4\" is not inside "),
                        line -> assertThat(line).startsWith("4:43 d: the output \"con.mp4\" has a name that means a "),
                        line -> assertThat(line).startsWith("5:43 e: of its output ")
                                .contains(", which job \"a\" writes"),
                        line -> assertThat(line).startsWith("6:43 f: the output ").contains("would replace a file"),
                        line -> assertThat(line).startsWith("7:43 g: the output ").contains("would replace a file"),
                        line -> assertThat(line).startsWith("9:").contains("there is no such file"),
                        line -> assertThat(line).startsWith("10:").contains(" j: there is no job \"k\""),
                        line -> assertThat(line).startsWith("11:1 l: the job has no type."),
                        line -> assertThat(line).startsWith("11:1 l: the job has no output."),
                        line -> assertThat(line).startsWith("11:20 l: a job has no key \"typ\". Write \"type\""),
                        line -> assertThat(line).startsWith("12:").contains("this is no valid JSON"));
    }

    @Test
    void cyclesAndLongChainsAreFoundInLines() throws IOException {
        String extend = "{\"id\": \"j%d\", \"type\": \"extend\", \"output\": \"j%d.mp4\","
                + " \"options\": {\"video\": \"${j%d.video}\"}}";
        String[] tooLong = IntStream.rangeClosed(0, 5).mapToObj(n -> n == 0
                ? SHOT.formatted("j0", "j0.mp4", "p")
                : extend.formatted(n, n, n - 1)).toArray(String[]::new);

        assertThat(plans.problems(manifest(tooLong))).singleElement().asString()
                .contains("6:", " j5: the video of job \"j4\" will last 36 s");
        assertThat(plans.problems(manifest(extend.formatted(1, 1, 2), extend.formatted(2, 2, 1)))).singleElement()
                .asString().contains("these jobs wait for each other: j1 -> j2 -> j1");
    }

    @Test
    void aLineThatChangesUnderARunningBatchIsAnErrorOfItsJobOnly() throws IOException {
        BatchPlan plan = plan(SHOT.formatted("a", "a.mp4", "p"), SHOT.formatted("b", "b.mp4", "p"));

        Files.writeString(directory.resolve("jobs.jsonl"),
                SHOT.formatted("a", "a.mp4", "p") + "\n" + SHOT.formatted("b", "b.mp4", "q"));

        assertThat(plan.job(0).id()).isEqualTo("a");
        assertThat(catchThrowableOfType(ManifestException.class, () -> plan.job(1)))
                .hasMessageContaining(":2:1: job \"b\": the manifest was changed after it had been planned. ");
        assertThatThrownBy(() -> plan.job(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void anInputThatDisappearsIsAnErrorOfItsJobOnly() throws IOException {
        Path picture = plans.put("first-frame-1280x720.png", "a.png");
        BatchPlan plan = plan("{\"id\": \"a\", \"type\": \"animate\", \"output\": \"a.mp4\","
                + " \"options\": {\"image\": \"a.png\"}}", SHOT.formatted("b", "b.mp4", "p"));

        Files.delete(picture);

        assertThat(catchThrowableOfType(ManifestException.class, () -> plan.job(0)))
                .hasMessageContaining("jobs.jsonl:1:1: job \"a\": an input cannot be read any more: ");
        assertThat(plan.job(1).id()).isEqualTo("b");
    }

    @Test
    void whatIsKnownOfAJobIsToldWithoutReadingIt() throws IOException {
        BatchManifest manifest = manifest(SHOT.formatted("a", "a.mp4", "p"), """
                {"id": "b", "type": "generate", "output": "b.mp4", "priority": 3, "price": 1.25, "depends_on": ["a"],\
                 "options": {"prompt": "p", "sample_count": 2}}""");
        Job read = BatchPlan.of(manifest, plans.settings()).job(1);
        BatchPlan plan = BatchPlan.of(BatchManifest.load(directory.resolve("jobs.jsonl")), plans.settings());

        Files.delete(directory.resolve("jobs.jsonl"));

        Job outline = plan.jobOrOutline(1);
        assertThat(outline).isEqualTo(plan.outline(1)).isNotEqualTo(read);
        assertThat(List.of(plan.id(0), plan.id(1))).containsExactly("a", "b");
        assertThat(outline.id()).isEqualTo("b");
        assertThat(outline.index()).isEqualTo(1);
        assertThat(outline.price()).isEqualTo(read.price()).isPresent();
        assertThat(outline.samples()).isEqualTo(2);
        assertThat(outline.priority()).isEqualTo(3);
        assertThat(outline.dependsOn()).containsExactly(0);
        assertThat(outline.request().model()).isEqualTo(read.request().model());
        assertThat(plan.isStreamed()).isTrue();
    }

    @Test
    void ofAJobInMemoryTheOutlineIsTheJob() throws IOException {
        BatchPlan plan = plans.yaml("jobs: [{id: a, type: generate, options: {prompt: p}, output: a.mp4}]");

        assertThat(plan.outline(0)).isSameAs(plan.job(0)).isSameAs(plan.jobOrOutline(0));
        assertThat(plan.id(0)).isEqualTo("a");
        assertThat(plan.isStreamed()).isFalse();
    }

    @Test
    void jobsOfALargeFileAreReadInAnyOrder() throws IOException {
        BatchPlan plan = plan(IntStream.range(0, 1_000)
                .mapToObj(n -> SHOT.formatted("j" + n, n + ".mp4", "p".repeat(Math.max(1, n)))).toArray(String[]::new));

        List<Integer> order = IntStream.range(0, 1_000).boxed().collect(Collectors.toCollection(ArrayList::new));
        for (int round = 0; round < 3; round++) {
            assertThat(order).allSatisfy(n -> {
                assertThat(plan.job(n).id()).isEqualTo("j" + n);
                assertThat(((VideoRequest.TextToVideo) plan.job(n).request()).prompt()).hasSize(Math.max(1, n));
            });
            Collections.shuffle(order, new Random(round));
        }
    }

    @Test
    void jobsAreReadByManyThreadsAtOnce() throws IOException {
        BatchPlan plan = plan(IntStream.range(0, 500)
                .mapToObj(n -> SHOT.formatted("j" + n, "d" + n % 7 + "/" + n + ".mp4", "Take " + n))
                .toArray(String[]::new));

        List<String> ids = IntStream.range(0, 5_000).parallel().mapToObj(n -> plan.job(n % 500).id()).toList();

        assertThat(ids).isEqualTo(IntStream.range(0, 5_000).mapToObj(n -> "j" + n % 500).toList());
    }

    @Test
    void priorityDecidesTheOrderAndAmongEqualsTheManifest() throws IOException {
        BatchPlan plan = plans.yaml("""
                defaults: {type: generate, options: {prompt: p}, output: "{{id}}.mp4"}
                jobs:
                  - {id: a}
                  - {id: b, priority: -1}
                  - {id: c, priority: 1000}
                  - {id: d, priority: -1000}
                  - {id: e, priority: 1000}
                  - {id: f}
                """);

        assertThat(plan.order().mapToObj(job -> plan.job(job).id())).containsExactly("c", "e", "a", "f", "b", "d");
    }

    @Test
    void namesThatShareAFingerprintStayApart() {
        List<String> given = List.of("a", "b", "c");
        IntFunction<Set<String>> namesOf = job -> Set.of(given.get(job));
        Names names = new Names.Compact(new Fingerprints(), name -> 7, namesOf);

        names.put("a", 0);
        names.put("b", 1);
        names.put("a", 2);

        assertThat(names.find("a")).hasValue(0);
        assertThat(names.find("b")).hasValue(1);
        assertThat(names.find("c")).isEmpty();
    }

    @Test
    void fingerprintsAreFoundAfterTheyHaveGrown() {
        Fingerprints prints = new Fingerprints();
        for (int i = 0; i < 10_000; i++) {
            prints.add(Fingerprints.of("name " + i), i);
        }

        assertThat(IntStream.range(0, 10_000)
                .map(i -> prints.find(Fingerprints.of("name " + i), candidate -> true)).boxed()
                .collect(Collectors.toList())).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
        assertThat(prints.find(Fingerprints.of("another"), candidate -> true)).isEqualTo(-1);
        assertThat(prints.find(Fingerprints.of("name 5"), candidate -> false)).isEqualTo(-1);
    }
}
