// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that stand for others: defaults, templates, matrices and tables. */
class ExpansionTest {

    @TempDir
    private Path directory;

    private ManifestFiles files;

    @BeforeEach
    void files() {
        files = new ManifestFiles(directory);
    }

    private List<Map<String, String>> jobs(String yaml) throws IOException {
        BatchManifest manifest = files.yaml(yaml);
        assertThat(ManifestFiles.lines(manifest.problems())).isEmpty();
        return Written.words(manifest);
    }

    private List<String> ids(String yaml) throws IOException {
        return jobs(yaml).stream().map(job -> job.getOrDefault("id", "")).toList();
    }

    /** What is wrong with the manifest and with its jobs. */
    private List<String> problems(String yaml) throws IOException {
        return Written.problems(files.yaml(yaml));
    }

    @Test
    void defaultsFillInWhatAJobDoesNotSay() throws IOException {
        assertThat(jobs("""
                defaults:
                  type: generate
                  priority: 3
                  options: {duration: 8, resolution: 720p, labels: {team: film, year: 2026}}
                jobs:
                  - {id: a, output: a.mp4, options: {prompt: p, duration: 4, labels: {team: art}}}
                  - {id: b, output: b.mp4, type: extend, priority: , options: {video: v.mp4, resolution: ~}}
                  - {id: c, output: c.mp4}
                """)).containsExactly(
                Map.of("id", "a", "output", "a.mp4", "type", "generate", "priority", "3", "options.prompt", "p",
                        "options.duration", "4", "options.resolution", "720p", "options.labels.team", "art",
                        "options.labels.year", "2026"),
                Map.of("id", "b", "output", "b.mp4", "type", "extend", "priority", "3", "options.video", "v.mp4",
                        "options.duration", "8", "options.resolution", "720p", "options.labels.team", "film",
                        "options.labels.year", "2026"),
                Map.of("id", "c", "output", "c.mp4", "type", "generate", "priority", "3", "options.duration", "8",
                        "options.resolution", "720p", "options.labels.team", "film", "options.labels.year", "2026"));
    }

    @Test
    void anInputAmongTheDefaultsGoesToTheJobsThatTakeIt() throws IOException {
        assertThat(jobs("""
                defaults: {options: {image: a.png, prompt: p}}
                jobs:
                  - {id: a, type: generate}
                  - {id: b, type: animate}
                """)).containsExactly(Map.of("id", "a", "type", "generate", "options.prompt", "p"),
                Map.of("id", "b", "type", "animate", "options.prompt", "p", "options.image", "a.png"));
    }

    @Test
    void anUnknownKeyAmongTheDefaultsIsReportedOnce() throws IOException {
        assertThat(problems("""
                defaults: {tpye: generate, id: x, prompt: p, options: {promt: p, duration: 8}}
                jobs: [{id: a}, {id: b}]
                """)).containsExactly(
                "1:18 the defaults have no key \"tpye\". Write \"type\" if that is meant.",
                "1:32 the defaults have no key \"id\". It may be one of depends_on, options, output, price,"
                        + " priority, template, timeout, type, vars.",
                "1:43 the defaults have no key \"prompt\". Write it under \"options:\".",
                "1:63 no job has an option \"promt\". Write \"prompt\" if that is meant.");
        assertThat(problems("defaults: [a]\njobs: [{id: a}]")).containsExactly(
                "1:11 \"defaults\" is a list. Write a table of keys, for example \"defaults: {type: generate}\".");
    }

    @Test
    void anOutputOfTheDefaultsNamesTheIdOfEachJob() throws IOException {
        assertThat(jobs("""
                defaults: {output: "videos/{{id}}.mp4", options: {prompt: "a {{b}}"}}
                jobs:
                  - {id: a, type: generate}
                  - {id: b, type: generate, output: "{{id}}"}
                """)).containsExactly(
                Map.of("id", "a", "type", "generate", "output", "videos/a.mp4", "options.prompt", "a {{b}}"),
                Map.of("id", "b", "type", "generate", "output", "{{id}}", "options.prompt", "a {{b}}"));
    }

    @Test
    void aTemplateAndItsVariablesMakeThePrompt() throws IOException {
        assertThat(jobs("""
                defaults: {vars: {light: soft light}}
                jobs:
                  - id: a
                    template: "{{product}} on {{surface}} with {{light|no light}}, {{mood|calm}}"
                    vars: {product: "A {{watch}}", surface: marble}
                    options: {duration: 8}
                  - {id: b, template: "No variable"}
                """)).containsExactly(
                Map.of("id", "a", "options.prompt", "A {{watch}} on marble with soft light, calm", "options.duration",
                        "8"),
                Map.of("id", "b", "options.prompt", "No variable"));
    }

    @Test
    void inAJobWithVariablesEveryTextMayNameThem() throws IOException {
        assertThat(jobs("""
                jobs:
                  - id: "shot-{{n}}"
                    vars: {n: 7, team: film}
                    depends_on: ["shot-{{before|6}}"]
                    options: {prompt: "Take {{n}}", labels: {team: "{{team}}"}, seed: "{{seed|}}"}
                    output: "{{id}}.mp4"
                """)).containsExactly(Map.of("id", "shot-7", "depends_on.0", "shot-6", "options.prompt", "Take 7",
                "options.labels.team", "film", "options.seed", "", "output", "shot-7.mp4"));
    }

    @Test
    void aJobWithoutVariablesIsTakenAsItIsWritten() throws IOException {
        assertThat(jobs("jobs: [{id: 'a{{b}}', options: {prompt: 'x {{y}} }} {{'}}]"))
                .containsExactly(Map.of("id", "a{{b}}", "options.prompt", "x {{y}} }} {{"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "template: '{{subjct}}', vars: {subject: cat} | there is no value for {{subjct}}. Write {{subject}} if that is meant.",
        "template: '{{a}} {{b}}' | there is no value for {{a}}, {{b}}."
                + " Give it one under \"vars:\", or write {{a^default}}.",
        "template: 'a {{b' | the template cannot be read: {{ is never closed at line 1, column 3. Close the variable"
                + " with }}, or write \\{{ for literal braces.",
        "template: [a] | \"template\" is a list. Write a text with {{names}}.",
        "template: a, options: {prompt: b} | the job has a prompt and a template. Keep one of the two.",
        "vars: [a] | \"vars\" is a list. Write a table of values, for example {subject: a cat}.",
        "vars: {a: [b]} | the variable \"a\" is a list. Write one value.",
        "vars: {a-b: c} | \"a-b\" is no name for a variable. Use letters, digits and underscores.",
        "vars: {subject: y}, options: {prompt: '{{light}}'} | there is no value for {{light}}."
                + " Give it one under \"vars:\", or write {{light^default}}.",
        "matrix: [a] | \"matrix\" is a list. Write a table of lists, for example {subject: [a cat, a dog]}.",
        "matrix: {a: []} | the matrix has no value for \"a\". Write at least one.",
        "matrix: {a: [[b]]} | the matrix has a list among the values of \"a\". Write single values.",
        "for_each: [a] | \"for_each\" is a list. Write the path of a CSV file.",
        "for_each: none.csv | the table \"none.csv\" cannot be read: it does not exist. Name a CSV file that can be read."})
    void whatCannotBeWorkedOutIsAProblemOfItsJob(String job, String problem) throws IOException {
        assertThat(problems("jobs: [{id: a, " + job + "}]")).singleElement().asString()
                .matches("1:\\d+ a .*").endsWith(" a " + problem.replace('^', '|'));
    }

    @Test
    void aMatrixMakesAJobOfEachCombination() throws IOException {
        assertThat(jobs("""
                jobs:
                  - id: "{{subject}}-{{style}}"
                    matrix: {subject: [cat, dog], style: [noir, pop]}
                    vars: {look: "very {{style}}"}
                    template: "A {{subject}}, {{look}}"
                    output: "{{style}}/{{subject}}.mp4"
                  - {id: last, output: last.mp4}
                """)).containsExactly(
                Map.of("id", "cat-noir", "options.prompt", "A cat, very noir", "output", "noir/cat.mp4"),
                Map.of("id", "cat-pop", "options.prompt", "A cat, very pop", "output", "pop/cat.mp4"),
                Map.of("id", "dog-noir", "options.prompt", "A dog, very noir", "output", "noir/dog.mp4"),
                Map.of("id", "dog-pop", "options.prompt", "A dog, very pop", "output", "pop/dog.mp4"),
                Map.of("id", "last", "output", "last.mp4"));
    }

    @Test
    void aChainIsMadeForEachCombination() throws IOException {
        assertThat(jobs("""
                jobs:
                  - {id: "{{s}}-2", matrix: {s: [cat]}, type: extend, options: {video: "${ {{s}}-1.video }"}}
                """)).containsExactly(Map.of("id", "cat-2", "type", "extend", "options.video", "${ cat-1.video }"));
    }

    @Test
    void aTableMakesAJobOfEachRow() throws IOException {
        Files.writeString(directory.resolve("products.csv"), "\ufeffsku,product,Note to self\r\n"
                + "w1,\"watch, \"\"gold\"\"\",x\r\n\r\nw2,\"a {{b}}\nring\",\r\n");

        assertThat(jobs("""
                jobs:
                  - id: "{{sku}}"
                    for_each: products.csv
                    matrix: {resolution: 720p}
                    options: {prompt: "{{product}} turns", resolution: "{{resolution}}"}
                """)).containsExactly(
                Map.of("id", "w1", "options.prompt", "watch, \"gold\" turns", "options.resolution", "720p"),
                Map.of("id", "w2", "options.prompt", "a {{b}}\nring turns", "options.resolution", "720p"));
    }

    @Test
    void idsThatAreNotWrittenComeFromTheValuesAndNotFromTheRows() throws IOException {
        String jobs = "jobs: [{id: shot, for_each: t.csv, matrix: {take: [1, 2]}}]";
        Files.writeString(directory.resolve("t.csv"), "who,where\nA cat!,the (old) mill\nein Bär,\n");
        List<String> before = ids(jobs);

        Files.writeString(directory.resolve("t.csv"), "who,where\nnew,row\nA cat!,the (old) mill\nein Bär,\n");

        assertThat(before).containsExactly("shot-A-cat-the-old-mill-1", "shot-A-cat-the-old-mill-2", "shot-ein-Bär-1",
                "shot-ein-Bär-2");
        assertThat(ids(jobs)).containsAll(before).hasSize(6);
    }

    @Test
    void aColumnNamedIdGivesTheId() throws IOException {
        Files.writeString(directory.resolve("t.csv"), "id,x\n17,a\n18,b\n");

        assertThat(ids("jobs: [{for_each: t.csv}]")).containsExactly("17", "18");
        assertThat(ids("jobs: [{id: promo, for_each: t.csv}]")).containsExactly("promo-17", "promo-18");
    }

    @Test
    void idsOfLongValuesAreCutAndStayApart() throws IOException {
        String words = "a very long description of something ".repeat(5);

        List<String> ids = ids("jobs: [{id: x, matrix: {p: ['" + words + "1', '" + words + "2']}}]");

        assertThat(ids).doesNotHaveDuplicates().allSatisfy(
                id -> assertThat(id).startsWith("x-a-very-long-description-of-something-").hasSizeLessThan(64));
    }

    @Test
    void aTableThatIsWrongIsReportedInItsOwnFile() throws IOException {
        Path table = directory.resolve("t.csv");
        Files.writeString(table, "a,b,a\n1,2,3\n1,2\n1,\"2\"x,3\n1,2,\"3\n");
        BatchManifest manifest = files.yaml("jobs: [{id: a, for_each: t.csv}]");

        assertThat(
                manifest.jobs().flatMap(job -> ((JobSpec.Unreadable) job).problems().stream()).map(Problem::describe))
                .containsExactly(table + ":1:5: the column \"a\" stands twice. Keep one of the two.",
                        table + ":3:1: the row has 2 fields, and the header 3. Give it one for each column, and quote a"
                                + " field with a comma in it.",
                        table + ":4:6: there is text behind the closing quote. Double a quote that belongs to the text.",
                        table + ":5:5: the quotes of this field are never closed. Close them, or double a quote that"
                                + " belongs to the text.");
        Files.writeString(table, "a,b\n");
        assertThat(problems("jobs: [{id: x, for_each: t.csv}]")).singleElement().asString()
                .endsWith("t.csv has no row below its header. Write one for each job.");
    }

    @Test
    void aColumnAndAVariableOfTheMatrixDoNotShareAName() throws IOException {
        Files.writeString(directory.resolve("t.csv"), "a,b\n1,2\n");

        assertThat(problems("jobs: [{id: x, for_each: t.csv, matrix: {a: [1]}}]")).containsExactly(
                "1:8 x \"a\" is a column of the table and a variable of the matrix. Rename one of the two.");
    }

    @Test
    void aMatrixWithoutEndIsRefusedBeforeItIsMade() throws IOException {
        String values = "[" + "1, ".repeat(999) + "1]";

        assertThat(
                problems("jobs: [{id: x, matrix: {a: " + values + ", b: " + values + ", c: " + values + ", d: " + values
                        + ", e: " + values + ", f: " + values + ", g: " + values + "}}]"))
                .containsExactly(
                        "1:8 x the manifest stands for more than 100000 jobs."
                                + " Write a manifest of JSON Lines, one line for each job.");
    }

    @Test
    void aBillionLaughsInAJobOfAMatrixEnd() throws IOException {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i <= 40; i++) {
            yaml.append("a%d: &a%d [*a%d,*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        yaml.append("jobs: [{id: x, matrix: {n: [1, 2]}, options: {labels: *a40}}]\n");

        assertThat(problems(yaml.toString())).filteredOn(line -> line.contains("more than 10000 values")).hasSize(2);
    }
}
