// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import dev.veo3.batch.profile.CallTree.Call;
import dev.veo3.batch.profile.StackFrames.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** Sums over samples that are given by hand. */
class ProfileTest {
    private static final String MAIN = "app.Main.main";
    private static final String WORK = "app.Work$Step.run";
    private static final String SQUARE = "app.Numbers.run";

    @TempDir
    private Path directory;

    @Test
    void aMethodIsCountedOnceInAStackInWhichItCallsItself() {
        Profile profile = profile(samples(stack(10, at(WORK, 5), at(WORK, 9), at(MAIN, 1)), stack(30, at(MAIN, 2))));
        assertThat(profile.top(10).methods()).containsExactly(new HotMethod(MAIN, 30, 40, 0.75, 1),
                new HotMethod(WORK, 10, 10, 0.25, 0.25));
        assertThat(profile.lines(WORK).lines()).extracting(HotLine::line, HotLine::self, HotLine::total)
                .containsExactly(tuple(5, 10L, 10L),
                        tuple(9, 0L, 10L));
        assertThat(profile.top(1).methods()).hasSize(1);
        assertThat(profile.top(10).samples()).isEqualTo(2);
    }

    @Test
    void aMethodIsFoundByTheEndOfItsName() {
        Profile profile = profile(samples(stack(1, at(WORK, 5)), stack(2, at(SQUARE, 5)), stack(3, at(MAIN, 1))));
        assertThat(profile.lines("main").method().name()).isEqualTo(MAIN);
        assertThat(profile.lines("Step.run").method().name()).isEqualTo(WORK);
        assertThat(profile.lines("Work$Step.run").method().name()).isEqualTo(WORK);
        assertThatThrownBy(() -> profile.lines("run")).isInstanceOf(ProfileException.class).hasMessage(
                "cpu.jfr: 2 methods are called \"run\": app.Numbers.run, app.Work$Step.run. Write more of the name.");
        assertThatThrownBy(() -> profile.lines("numb")).isInstanceOf(ProfileException.class)
                .hasMessage("cpu.jfr: no method \"numb\" was seen running. Near it: app.Numbers.run.");
        assertThatThrownBy(() -> profile.lines("")).isInstanceOf(ProfileException.class).hasMessage(
                "cpu.jfr: no method \"\" was seen running. Seen most: app.Main.main, app.Numbers.run, app.Work$Step.run.");
    }

    @Test
    void theLinesOfAMethodStandInTheirSource() throws IOException {
        Path root = Files.createDirectories(directory.resolve("java/app")).getParent();
        Files.writeString(root.resolve("app/Work.java"), "one\n\ttwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n");
        Profile profile = profile(samples(stack(1_500_000_000, at(WORK, 5)), stack(20_000_000, at(WORK, 6))));
        HotLines lines = profile.lines(WORK, List.of(directory, root));
        assertThat(ProfileText.lines(lines)).isEqualTo("""
                app.Work$Step.run: 1.52 s itself, 1.52 s with what it calls, %s
                        self        total   line
                           .            .      3  three
                           .            .      4  four
                      1.50 s       1.50 s      5  five
                       20 ms        20 ms      6  six
                           .            .      7  seven
                           .            .      8  eight
                """.formatted(root.resolve("app/Work.java")));
        assertThat(ProfileText.lines(profile.lines(WORK))).contains("  5\n").doesNotContain("five");
    }

    @Test
    void aSourceRootThatIsNoDirectoryIsTold() {
        Path root = directory.resolve("none");
        Profile profile = profile(samples(stack(1, at(MAIN, 1))));
        assertThatThrownBy(() -> profile.lines(MAIN, List.of(root))).isInstanceOf(ProfileException.class).hasMessage(
                root + ": there is no such directory of sources. Name one such as src/main/java, or none.");
    }

    @Test
    void aHostileClassNameDoesNotLeadOutOfTheSourceRoot() throws IOException {
        Path root = Files.createDirectories(directory.resolve("java"));
        Files.writeString(directory.resolve("secret.java"), "secret");
        String hostile = "/../secret.run";
        for (String name : List.of(hostile, "..//secret.run", "//secret.run", "a\0b.run")) {
            assertThat(profile(samples(stack(1, at(name, 1)))).lines(name, List.of(root)).source()).isEmpty();
        }
    }

    @Test
    void aTableForATerminalHasNoControlCharacters() {
        String text = ProfileText.top(profile(samples(stack(1, at("a.\u001b[2J\nb.run", 1)))).top(3));
        assertThat(text.lines()).hasSize(3);
        assertThat(text).contains("a.?[2J?b.run").doesNotContain("\u001b");
    }

    @Test
    void aTreeStaysBoundedAndItsSumsRight() {
        CallTree tree = new CallTree(500);
        Random random = new Random(1);
        long sum = 0;
        for (int i = 0; i < 20_000; i++) {
            List<Frame> stack = new ArrayList<>();
            for (int depth = 0; depth < 10; depth++) {
                stack.add(at("m" + random.nextInt(30), 1));
            }
            tree.add(stack, 1);
            tree.add(List.of(at("hot", 1), at(MAIN, 1)), 3);
            sum += 4;
            assertThat(tree.size()).isLessThanOrEqualTo(500);
        }
        assertThat(tree.root().total()).isEqualTo(sum);
        Call main = tree.root().callees().getFirst();
        assertThat(main.method()).isEqualTo(MAIN);
        assertThat(main.total()).isEqualTo(60_000);
        assertThat(main.callees().getFirst().self()).isEqualTo(60_000);
    }

    @Test
    void withoutSamplesItSaysHowToRecordSome() {
        Profile nothing = new Profile(Path.of("cpu.jfr"), Map.of(), 0, new HeapReader(new StackFrames()));
        assertThatThrownBy(() -> nothing.top(5)).isInstanceOf(ProfileException.class)
                .hasMessageStartingWith("cpu.jfr: the recording has no samples").hasMessageContaining("--cpu-profile");
        assertThatThrownBy(() -> nothing.by(Measure.ALLOCATION)).isInstanceOf(ProfileException.class)
                .hasMessageContaining("no samples of allocation");
        assertThatThrownBy(() -> ProfileDiff.between(nothing, nothing)).isInstanceOf(ProfileException.class)
                .hasMessage("cpu.jfr: the recording does not tell what lived on the heap at its end. Record with"
                        + " --mem-profile.");
        assertThat(FlamePage.html(nothing)).contains("No samples");
    }

    @Test
    void whatTheRecordingItselfDidIsLeftOut() throws IOException {
        boolean seen = false;
        // The JVM takes a part of all samples only, and after much that was allocated elsewhere a small one.
        for (int recorded = 0; recorded < 100 && !seen; recorded++) {
            Path file = directory.resolve("mem" + recorded + ".jfr");
            assertThat(BatchProfiler.memory(file).around(ProfileTest::allocate)).isEqualTo(400_000_000);
            Profile profile = Profile.read(file);
            assertThat(profile.kept()).extracting(KeptObjects::place)
                    .noneMatch(place -> place.startsWith(Profiling.class.getName() + "."));
            if (!profile.measures().contains(Measure.ALLOCATION)) {
                continue;
            }
            List<String> methods = profile.by(Measure.ALLOCATION).top(100_000).methods().stream().map(HotMethod::name)
                    .toList();
            assertThat(methods).noneMatch(name -> name.startsWith("jdk.jfr.internal.")
                    || name.startsWith(Profiling.class.getName() + "."));
            seen = methods.stream().anyMatch(name -> name.startsWith(ProfileTest.class.getName()));
        }
        assertThat(seen).isTrue();
    }

    private static int allocate() {
        int bytes = 0;
        for (int i = 0; i < 400; i++) {
            bytes += new byte[1_000_000].length;
        }
        return bytes;
    }

    @Test
    void namesAreWrittenAsInSource() {
        assertThat(TypeNames.readable("[B")).isEqualTo("byte[]");
        assertThat(TypeNames.readable("[[Ljava.lang.String;")).isEqualTo("java.lang.String[][]");
        assertThat(TypeNames.readable("app.Main$$Lambda/0x00007f3c1c001000")).isEqualTo("app.Main$$Lambda");
        assertThat(TypeNames.readable("app.Main$$Lambda+0x00007f3c1c001000/123")).isEqualTo("app.Main$$Lambda");
        assertThat(LiveHeap.classes("""
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         26196       19219392  [B (java.base@25.0.3)
                   6:          9000         144000  app.Leaked
                   7:           704         162300  [Ljdk.internal.vm.FillerElement; (java.base@25.0.3)
                   8:             3             48  jdk.internal.vm.FillerObject (java.base@25.0.3)
                Total         97872       22215464
                """)).containsExactly(new LiveClass("byte[]", 26196, 19219392),
                new LiveClass("app.Leaked", 9000, 144000));
    }

    @Test
    void amountsHaveTheirUnits() {
        assertThat(Measure.ALLOCATION.describe(999)).isEqualTo("999 B");
        assertThat(Measure.ALLOCATION.describe(999_950)).isEqualTo("1.0 MB");
        assertThat(Measure.ALLOCATION.describe(-1234)).isEqualTo("-1.2 kB");
        assertThat(Measure.CPU_TIME.describe(20_000_000)).isEqualTo("20 ms");
        assertThat(Measure.CPU_TIME.describe(1_250_000_000)).isEqualTo("1.25 s");
        assertThat(Measure.RUNNING.describe(1)).isEqualTo("1 sample");
    }

    private record Stack(long weight, List<Frame> frames) {}

    private static Stack stack(long weight, Frame... innermostFirst) {
        return new Stack(weight, List.of(innermostFirst));
    }

    private static Frame at(String method, int line) {
        return new Frame(method, line);
    }

    private static Samples samples(Stack... stacks) {
        Samples samples = new Samples();
        for (Stack stack : stacks) {
            samples.add(stack.frames(), stack.weight(), 1);
        }
        return samples;
    }

    private static Profile profile(Samples samples) {
        return new Profile(Path.of("cpu.jfr"), Map.of(Measure.CPU_TIME, samples), 0,
                new HeapReader(new StackFrames()));
    }
}
