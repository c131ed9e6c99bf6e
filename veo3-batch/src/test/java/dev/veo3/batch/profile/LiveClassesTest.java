// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What lives on a heap: of this process, of another, and as a recording has it. */
class LiveClassesTest {
    private static final String NAME = LiveClassesTest.class.getName() + "$Thumbnail";

    @TempDir
    private Path directory;

    /** What is looked for. */
    private record Thumbnail(long pixels) {}

    private static List<Thumbnail> thumbnails(int count) {
        List<Thumbnail> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Thumbnail(i));
        }
        return all;
    }

    private static LiveClass found(LiveClasses live) {
        return live.classes().stream().filter(one -> one.name().equals(NAME)).findFirst().orElseThrow();
    }

    @Test
    void whatLivesInThisProcessIsCounted() {
        List<Thumbnail> kept = thumbnails(1_234);

        LiveClasses live = LiveClasses.now();

        assertThat(found(live).instances()).isEqualTo(kept.size());
        assertThat(live.bytes()).isGreaterThan(live.classes().getFirst().bytes());
        assertThat(live.classes()).isSortedAccordingTo((one, other) -> Long.compare(other.bytes(), one.bytes()));
        assertThat(live.source()).isEqualTo("this process");
    }

    /** Keeps thumbnails until it has nothing more to read. */
    public static final class Other {

        /** The argument says how many. */
        public static void main(String[] args) throws IOException {
            List<Thumbnail> kept = thumbnails(Integer.parseInt(args[0]));
            System.out.println("ready");
            if (System.in.read() < 0 && kept.isEmpty()) {
                throw new IllegalStateException("They are kept until here");
            }
        }
    }

    @Test
    void aProcessOfThisMachineIsAskedByItsNumber() throws Exception {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Other.class.getName(), "4321").redirectErrorStream(true).start();
        try (BufferedReader printed = other.inputReader()) {
            assertThat(printed.lines().anyMatch("ready"::equals)).isTrue();

            LiveClasses live = LiveClasses.ofProcess(other.pid());

            assertThat(found(live).instances()).isEqualTo(4_321);
            assertThat(live.source()).isEqualTo("process " + other.pid());
            assertThat(other.isAlive()).as("it goes on").isTrue();
        } finally {
            other.destroy();
        }
    }

    @Test
    void thisProcessIsCountedWithoutAskingAnother() throws Exception {
        List<Thumbnail> kept = thumbnails(321);
        assertThat(found(LiveClasses.ofProcess(ProcessHandle.current().pid())).instances()).isEqualTo(kept.size());
    }

    /** What asks a Java process sends a signal, by which another would end. */
    @Test
    void aProcessThatIsNoJavaIsLeftAlone() throws IOException {
        Process other = new ProcessBuilder("cat").start();
        try {
            assertThatThrownBy(() -> LiveClasses.ofProcess(other.pid())).isInstanceOf(ProfileException.class)
                    .hasMessage("There is no Java process " + other.pid()
                            + " of this user on this machine. `jcmd -l` lists those that there are.");
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroy();
        }
    }

    @Test
    void aRecordingOfTheMemoryTellsWhatLivedAtItsEnd() {
        Path memory = directory.resolve("mem.jfr");
        List<Thumbnail> kept = BatchProfiler.memory(memory).around(() -> thumbnails(777));

        LiveClasses live = LiveClasses.of(Profile.read(memory));

        assertThat(found(live).instances()).isEqualTo(kept.size());
        assertThat(ProfileText.live(live, 5)).startsWith(memory + ": live after a garbage collection, ")
                .contains(" objects of " + live.classes().size() + " classes\n").hasLineCount(2 + 5);
    }

    @Test
    void aRecordingThatDoesNotTellSaysWhatDoes() {
        Profile profile = new Profile(Path.of("cpu.jfr"), Map.of(), 0, new HeapReader(new StackFrames()));
        assertThatThrownBy(() -> LiveClasses.of(profile)).isInstanceOf(ProfileException.class).hasMessage(
                "cpu.jfr: the recording does not tell what lived on the heap at its end. Record with --mem-profile.");
    }

    @Test
    void classesThatLookTheSameAreOne() {
        assertThat(LiveHeap.classes("""
                   1:            10            160  studio.Main$$Lambda/0x00007f3c1c001000
                   2:             5            160  [B (java.base@25)
                   3:             1             16  studio.Main$$Lambda/0x00007f3c1c002000
                """)).containsExactly(new LiveClass("studio.Main$$Lambda", 11, 176), new LiveClass("byte[]", 5, 160));
    }
}
