// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Manifests that are read line by line: JSON Lines and CSV. */
class RecordsTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void file() {
        file = directory.resolve("jobs.jsonl");
    }

    private BatchManifest lines(String... lines) throws IOException {
        return BatchManifest.load(Files.writeString(file, String.join("\n", lines)));
    }

    private BatchManifest csv(String text) throws IOException {
        return BatchManifest.load(Files.writeString(directory.resolve("jobs.csv"), text));
    }

    @Test
    void aLineIsAJobAndTheFirstOneMayBeTheSettings() throws IOException {
        BatchManifest manifest = lines("""
                {"concurrency": 7, "budget": "12.50", "defaults": {"type": "generate", "options": {"duration": 8}}}
                {"id": "a", "output": "a.mp4", "options": {"prompt": "p"}}

                {"id": "b", "output": "b.mp4", "template": "A {{x}}", "vars": {"x": "dog"}}""");

        assertThat(manifest.problems()).isEmpty();
        assertThat(manifest.concurrency()).hasValue(7);
        assertThat(manifest.budget()).hasValueSatisfying(most -> assertThat(most).hasToString("$12.50"));
        assertThat(Written.words(manifest)).containsExactly(
                Map.of("id", "a", "type", "generate", "output", "a.mp4", "options.prompt", "p", "options.duration",
                        "8"),
                Map.of("id", "b", "type", "generate", "output", "b.mp4", "options.prompt", "A dog", "options.duration",
                        "8"));
        assertThat(Written.words(lines("{\"id\": \"a\"}"))).containsExactly(Map.of("id", "a"));
    }

    @Test
    void aManifestOfRowsNamesItsOptionsInTheFirstOne() throws IOException {
        BatchManifest manifest = csv("""
                id,type,prompt,duration,output,depends_on,labels.team,vars.x,template,priority
                a,generate,"A cat, a dog",8,a.mp4,,film,,,5
                b,generate,,,b.mp4,a; c,,dog,A {{x}},
                """);

        assertThat(manifest.problems()).isEmpty();
        assertThat(Written.words(manifest)).containsExactly(
                Map.of("id", "a", "type", "generate", "options.prompt", "A cat, a dog", "options.duration", "8",
                        "output", "a.mp4", "options.labels.team", "film", "priority", "5"),
                Map.of("id", "b", "type", "generate", "options.prompt", "A dog", "output", "b.mp4", "depends_on.0",
                        "a", "depends_on.1", "c"));
    }

    @Test
    void aColumnThatMeansNothingIsNamedWithTheNearestOne() throws IOException {
        assertThat(Written.problems(csv("id,promt,duration,duration,labels.\na,b,c,d,e\n"))).satisfiesExactly(
                line -> assertThat(line)
                        .isEqualTo("1:4 a job has no \"promt\" for a column. Write \"prompt\" if that is"
                                + " meant, or labels.x or vars.x."),
                line -> assertThat(line).startsWith("1:19 the column \"duration\" stands twice."),
                line -> assertThat(line).startsWith("1:28 a job has no \"labels.\" for a column."));
    }

    @Test
    void aRowWithAnotherNumberOfFieldsIsAProblem() throws IOException {
        assertThat(Written.problems(csv("id,prompt\na\nb,\"x\ny\",z\n"))).containsExactly(
                "2:1 the row has 1 fields, and the header 2. Give it one for each column, and quote a field with a"
                        + " comma in it.",
                "3:1 the row has 3 fields, and the header 2. Give it one for each column, and quote a field with a"
                        + " comma in it.");
    }

    @Test
    void whatIsWrongWithALineIsAProblemOfItsPlace() throws IOException {
        BatchManifest manifest = lines("{\"id\": \"a\"}", "{\"id\": \"b\",", "[1]", "{\"id\": 1, \"id\": 2}",
                "{\"id\": \"c\"} {}", "{\"id\": \"d\", \"matrix\": {\"x\": [1]}}", "\u0000\u0001");

        assertThat(Written.problems(manifest)).satisfiesExactly(
                line -> assertThat(line).isEqualTo("2:12 this is no valid JSON: it ends here, and a quotation mark or a"
                        + " bracket is still open. Correct it at this place."),
                line -> assertThat(line).isEqualTo(
                        "3:1 a job is a table of keys, not a list. Write id, type, options and output."),
                line -> assertThat(line)
                        .isEqualTo("4:11 the key \"id\" stands twice. Keep one of the two."),
                line -> assertThat(line).isEqualTo("5:13 a second document begins here. Keep one job on a line."),
                line -> assertThat(line).isEqualTo("6:23 d a line is one job, and \"matrix\" would make several of it."
                        + " Write a line for each job, or a manifest in YAML."),
                line -> assertThat(line).startsWith(
                        "7:1 this is no valid JSON: there is a control character here; is this a text file?"));
    }

    @Test
    void aFileOfAnotherKindIsOneProblem() throws IOException {
        byte[] garbage = new byte[100_000];
        new Random(3).nextBytes(garbage);
        Files.write(file, garbage);
        Path csv = Files.write(directory.resolve("jobs.csv"), garbage);

        assertThat(ManifestFiles.refusal(file).lines()).hasSize(1);
        assertThat(ManifestFiles.refusal(csv).lines()).hasSize(1);
        assertThat(ManifestFiles.refusal(directory.resolve("none.jsonl")))
                .isEqualTo("0:0 the manifest does not exist. Correct the path.");
    }

    @Test
    void anEmptyFileHasNoJobs() throws IOException {
        assertThat(Written.problems(lines(""))).containsExactly("0:0 the manifest is empty. Write at least one job.");
        assertThat(Written.problems(csv("\n \n")))
                .containsExactly("0:0 the manifest is empty. Write a header and a row for each job.");
    }

    @Test
    void anUnknownKeyInTheFirstLineIsNamed() throws IOException {
        assertThat(Written.problems(lines("{\"concurency\": 3}", "{\"id\": \"a\"}"))).containsExactly(
                "1:16 the manifest has no key \"concurency\". Write \"concurrency\" if that is meant.");
    }

    @Test
    void aLineWithoutEndIsPassedOver() throws IOException {
        try (var out = Files.newBufferedWriter(file)) {
            out.write("{\"id\": \"a\"}\n{\"id\": \"");
            String piece = "x".repeat(1 << 16);
            for (int i = 0; i < 1_600; i++) {
                out.write(piece);
            }
            out.write("\"}\n{\"id\": \"b\"}\n");
        }
        assertThat(Files.size(file)).isGreaterThan(100_000_000);

        BatchManifest manifest = BatchManifest.load(file);

        assertThat(Written.problems(manifest))
                .containsExactly("2:1 the job is longer than 1 MB. Shorten it; in CSV, close its quotes.");
        assertThat(manifest.jobs().filter(JobSpec.Written.class::isInstance)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 65_536})
    void recordsAreCutAlikeHoweverTheBytesArrive(int atOnce) throws IOException {
        String text = "\ufeffa,\"b\nc\"\r\n\n  \n\"\"\"\n,\"x\n" + "y".repeat(200_000) + "\nlast";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return super.read(into, from, Math.min(length, atOnce));
            }
        };
        List<String> records = new ArrayList<>();

        try (RecordReader reader = new RecordReader(slow, true)) {
            while (reader.next()) {
                String record = new String(reader.buffer(), reader.from(), reader.length(), StandardCharsets.UTF_8);
                assertThat(new String(bytes, (int) reader.offset(), reader.length(), StandardCharsets.UTF_8))
                        .isEqualTo(record);
                records.add(reader.position().line() + " " + record);
            }
        }

        assertThat(records).containsExactly("1 a,\"b\nc\"", "5 \"\"\"\n,\"x", "7 " + "y".repeat(200_000), "8 last");
    }

    @Test
    void aJobIsReadAgainByItsPlace() throws IOException {
        BatchManifest manifest = lines("{\"concurrency\": 2}", "{\"id\": \"a\"}", "", "{\"id\": \"b\",",
                "{\"id\": \"c\"}");
        JobFile jobs = manifest.jobFile().orElseThrow();

        try (Stream<JobFile.Entry> entries = jobs.entries()) {
            assertThat(entries).hasSize(3)
                    .allSatisfy(entry -> assertThat(jobs.at(entry.place())).isEqualTo(entry.job()));
        }
    }

    @Test
    void aJobWhoseLineWasChangedIsNeverTakenForTheOneThatWasPlanned() throws IOException {
        BatchManifest manifest = lines("{\"id\": \"a\"}", "{\"id\": \"b\"}", "{\"id\": \"c\"}");
        JobFile jobs = manifest.jobFile().orElseThrow();
        List<JobFile.Place> places;
        try (Stream<JobFile.Entry> entries = jobs.entries()) {
            places = entries.map(JobFile.Entry::place).toList();
        }

        Files.writeString(file, "{\"id\": \"a\"}\n{\"id\": \"x\"}\n{\"id");

        assertThat(jobs.at(places.get(0))).isInstanceOf(JobSpec.Written.class);
        for (int changed = 1; changed <= 2; changed++) {
            JobFile.Place place = places.get(changed);
            ManifestException refused = catchThrowableOfType(ManifestException.class, () -> jobs.at(place));
            assertThat(refused).hasMessage(file + ":" + (changed + 1) + ":1: the manifest was changed after it had been"
                    + " planned. Put it back as it was, or plan and run it anew.");
        }
        Files.delete(file);
        assertThat(catchThrowableOfType(ManifestException.class, () -> jobs.at(places.get(2))))
                .hasMessageContaining("the manifest does not exist");
    }

    @Test
    void jobsThatMovedBecauseOthersWereChangedAreFound() throws IOException {
        List<String> written = new ArrayList<>(
                IntStream.range(0, 2_000).mapToObj(n -> "{\"id\": \"job" + n + "\"}").toList());
        JobFile jobs = lines(written.toArray(String[]::new)).jobFile().orElseThrow();
        List<JobFile.Entry> entries;
        try (Stream<JobFile.Entry> all = jobs.entries()) {
            entries = all.toList();
        }

        written.set(0, "\ufeff" + written.get(0));
        written.set(5, "{\"id\": \"a longer id than before\"}");
        written.remove(7);
        written.set(1_000, "");
        Files.write(file, written);

        Set<Integer> lost = new TreeSet<>();
        for (int n = 0; n < entries.size(); n++) {
            try {
                assertThat(jobs.at(entries.get(n).place())).isEqualTo(entries.get(n).job());
            } catch (ManifestException e) {
                lost.add(n);
            }
        }
        assertThat(lost).containsExactly(5, 7, 1_001);
    }

    @Test
    void anInterruptDoesNotDisturbTheReading() throws IOException {
        BatchManifest manifest = lines("{\"id\": \"a\"}", "{\"id\": \"b\"}");
        JobFile jobs = manifest.jobFile().orElseThrow();

        Thread.currentThread().interrupt();
        List<JobFile.Entry> entries;
        try (Stream<JobFile.Entry> all = jobs.entries()) {
            entries = all.toList();
        }
        JobSpec again = jobs.at(entries.get(1).place());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(again).isEqualTo(entries.get(1).job());
    }

    @Test
    void garbageMakesTheReaderThrowNothingElse() throws IOException {
        Random random = new Random(11);
        String base = "id,type,prompt,output\na,generate,\"p, \"\"q\"\"\",a.mp4\nb,animate,\"x\ny\",b.mp4\n";
        String json = "{\"concurrency\": 3}\n{\"id\": \"a\", \"options\": {\"prompt\": \"p\", \"duration\": 8}}\n";
        String letters = "\n\r\",;{}[]:\\\u0000é\ufeff x";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? base : json);
            for (int change = 0; change <= i % 5; change++) {
                int at = random.nextInt(text.length());
                text.replace(at, at + random.nextInt(2),
                        String.valueOf(letters.charAt(random.nextInt(letters.length()))));
            }
            Path manifest = directory.resolve(i % 2 == 0 ? "jobs.csv" : "jobs.jsonl");
            Files.writeString(manifest, text);
            try {
                BatchManifest.load(manifest).jobs().forEach(job -> assertThat(job).isNotNull());
            } catch (ManifestException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
    }
}
