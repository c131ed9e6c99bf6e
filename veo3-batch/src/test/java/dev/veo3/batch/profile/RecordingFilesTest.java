// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is no recording, or not a whole one, is told in a sentence. */
class RecordingFilesTest {
    @TempDir
    private static Path shared;

    private static byte[] whole = {};

    @TempDir
    private Path directory;

    @BeforeAll
    static void record() throws IOException {
        Path file = shared.resolve("whole.jfr");
        BatchProfiler.memory(file).around(() -> new byte[1000].length);
        whole = Files.readAllBytes(file);
    }

    @Test
    void aFileThatIsMissingIsTold() {
        Path file = directory.resolve("none.jfr");
        assertThatThrownBy(() -> Profile.read(file)).isInstanceOf(ProfileException.class)
                .hasMessage(file + ": the recording does not exist. Correct the path.");
    }

    @Test
    void aDirectoryIsTold() {
        assertThatThrownBy(() -> Profile.read(directory)).isInstanceOf(ProfileException.class)
                .hasMessageContaining("this is a directory");
    }

    @Test
    void anEmptyFileIsTold() throws IOException {
        assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(ProfileException.class)
                .hasMessageContaining("the file is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "jobs:\n  - id: sunset\n", "FLR",
        "FLX\0..............................................................................."})
    void anotherFileIsTold(String content) {
        assertThatThrownBy(() -> read(content.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ProfileException.class).hasMessageContaining("this is no JFR recording");
    }

    @Test
    void aRecordingThatIsCutAnywhereIsTold() {
        Random random = new Random(6);
        for (int i = 0; i < 200; i++) {
            int length = i < 80 ? i + 4 : 4 + random.nextInt(whole.length - 4);
            assertThatThrownBy(() -> read(Arrays.copyOf(whole, length))).as("cut after %s bytes", length)
                    .isInstanceOf(ProfileException.class).hasMessageContaining("the recording is cut");
        }
    }

    @Test
    void aRecordingWhoseProcessWasKilledIsTold() {
        byte[] open = whole.clone();
        ByteBuffer.wrap(open).putLong(8, 0);
        assertThatThrownBy(() -> read(open)).isInstanceOf(ProfileException.class)
                .hasMessageContaining("the recording was never ended").hasMessageContaining("jfr repair");
    }

    @Test
    void somethingBehindARecordingIsTold() {
        byte[] longer = Arrays.copyOf(whole, whole.length + 5);
        assertThatThrownBy(() -> read(longer)).isInstanceOf(ProfileException.class)
                .hasMessageContaining("damaged at byte " + whole.length);
    }

    @Test
    void aDamagedRecordingIsReadOrTold() throws IOException {
        Random random = new Random(25);
        int told = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j < 20; j++) {
                damaged[68 + random.nextInt(damaged.length - 68)] = (byte) random.nextInt();
            }
            try {
                Profile profile = read(damaged);
                FlamePage.html(profile);
            } catch (ProfileException e) {
                told++;
                assertThat(e.getMessage()).startsWith(directory.toString()).endsWith(".");
            }
        }
        assertThat(told).as("damage that the reader stumbled over").isPositive();
    }

    @Test
    void aTypeWhoseNameIsDamagedIsTold() {
        byte[] damaged = whole.clone();
        String bytes = new String(whole, StandardCharsets.ISO_8859_1);
        for (int at = bytes.indexOf("jdk.MetaspaceSummary"); at >= 0; at = bytes.indexOf("jdk.MetaspaceSummary",
                at + 1)) {
            damaged[at + 5] = '`';
        }
        assertThat(damaged).isNotEqualTo(whole);
        assertThatThrownBy(() -> read(damaged)).isInstanceOf(ProfileException.class)
                .hasMessageContaining("the recording is damaged");
    }

    @Test
    void twoRecordingsBehindEachOtherAreOne() throws IOException {
        byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
        System.arraycopy(whole, 0, twice, whole.length, whole.length);
        assertThat(read(twice).liveAtEnd()).isEqualTo(read(whole).liveAtEnd()).isNotEmpty();
    }

    private Profile read(byte[] content) throws IOException {
        return Profile.read(Files.write(directory.resolve("some.jfr"), content));
    }
}
