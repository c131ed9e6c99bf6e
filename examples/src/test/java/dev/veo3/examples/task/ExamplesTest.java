// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each example is run as its reader runs it, on the module path. */
class ExamplesTest {
    private static final String MODULE = "dev.veo3.examples";
    private static final Path SOURCES = Path.of("examples/src/main/java/dev/veo3/examples/task");
    /** With what each of them has to say, or part of it. */
    private static final String PROGRAMS = """
            GenerateOneClip, Here it is: target/lighthouse.mp4
            AnimateAnImage, target/street.mp4
            InterpolateTwoImages, target/morph.mp4
            UseReferenceImages, target/quay.mp4
            ExtendAChain, village.mp4 lasts 22 s
            PromptTemplates, "A teapot on a wooden table, soft light"
            MatrixOfJobs, "dog-pop: Succeeded"
            RehearseAndBudget, "3 jobs for $9.60 in about"
            ResumeAfterCrash, 3 submissions for 3 jobs
            OwnExecutor, 1 succeeded
            WatchProgress, trieste has ended: Succeeded
            MicrometerMetrics, "veo3.batch.submissions [tag(result=accepted)] 3.0"
            ProfileABatch, "All of it, to click through: "
            RunOnManyMachines, 3 of 3 videos are in
            """;

    private static ModuleLayer layer = ModuleLayer.empty();

    @BeforeAll
    static void theLibraryTheExamplesAndWhatTheyNeedAreModules() {
        // The tests and what only they need stay on the class path, where these modules do not look.
        Path[] path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(entry -> !entry.endsWith("test-classes") && Files.exists(entry)).toArray(Path[]::new);
        ModuleFinder finder = ModuleFinder.of(path);
        Configuration modules = ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), Set.of(MODULE));
        layer = ModuleLayer.boot().defineModulesWithOneLoader(modules, ClassLoader.getPlatformClassLoader());
    }

    @ParameterizedTest
    @CsvSource(textBlock = PROGRAMS, quoteCharacter = '"')
    void anExampleRunsAsItStands(String name, String said) throws Exception {
        assertThat(run(name)).contains(said);
    }

    @Test
    void everyExampleIsRun() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            List<String> written = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.contains("-info")).map(name -> name.replace(".java", "")).toList();
            List<String> run = PROGRAMS.lines().map(line -> line.substring(0, line.indexOf(','))).toList();
            assertThat(run).containsExactlyInAnyOrderElementsOf(written);
        }
    }

    @Test
    void anExampleIsShortAndSaysWhichLineToChange() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            assertThat(files.filter(file -> !file.endsWith("package-info.java"))).allSatisfy(file -> {
                assertThat(Files.readAllLines(file)).hasSizeLessThan(90);
                assertThat(file).content().containsPattern("the videos are real");
            });
        }
    }

    private static String run(String name) throws Exception {
        if (!name.equals("RunOnManyMachines")) {
            return run(name, new String[0]);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            return run(name, new String[]{server.getJdbcUrl("postgres", "postgres")});
        }
    }

    private static String run(String name, String[] words) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Class<?> program = layer.findLoader(MODULE).loadClass(MODULE + ".task." + name);
            assertThat(program.getModule().getName()).isEqualTo(MODULE);
            program.getMethod("main", String[].class).invoke(null, (Object) words);
        } catch (InvocationTargetException e) {
            throw new AssertionError(name + " ended with an exception", e.getCause());
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
