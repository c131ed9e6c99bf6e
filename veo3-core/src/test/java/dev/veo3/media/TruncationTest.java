// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.Verification.Damaged;
import dev.veo3.media.Verification.Depth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** In a thread of its own, where an exception has few callers to write down: half of the time. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class TruncationTest {

    /**
     * The lengths at which a video in fragments is whole, though it was longer: it may end behind any of them, and nothing in it
     * says how many there are, unless it has an index in front of them (sidx). The index behind them (mfra) need not be there.
     */
    private static final Map<String, Set<Integer>> WHOLE = Map.of("clip-2s-720p-fragmented.mp4", Set.of(117_530),
            "fragmented-first-in-moov.mp4", Set.of(2658, 3907, 5229, 6471), "fragmented-dash.mp4", Set.of(6727));

    /** The headers of the fixtures are not longer. */
    private static final int NEAR = 8192;

    static List<Path> fixtures() throws IOException {
        return Fixtures.all();
    }

    /** Near the ends at every byte, where the headers are, and in between at every 61st: all of them take half a minute. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void aFileThatIsCutAnywhereIsDamagedOrNoMedia(Path file) throws IOException {
        cut(file, 61);
    }

    @Tag("stress")
    @ParameterizedTest
    @MethodSource("fixtures")
    void aFileThatIsCutAtAnyByteIsDamagedOrNoMedia(Path file) throws IOException {
        cut(file, 1);
    }

    private static void cut(Path file, int step) throws IOException {
        byte[] content = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        Set<Integer> whole = WHOLE.getOrDefault(name, Set.of());
        boolean large = content.length > 50_000;
        // The checksums of a PNG say the same as its pixels, much faster.
        Depth depth = content.length > 10_000 && name.endsWith(".png") ? Depth.STRUCTURE : Depth.CONTENT;
        for (int length = 1; length < content.length; length++) {
            boolean intact = isIntact(content, length, depth);
            if (intact != whole.contains(length)) {
                throw new AssertionError(
                        "%s, cut to %d bytes, is %s".formatted(name, length, intact ? "intact" : "not"));
            }
            if (large && length > NEAR && content.length - length > NEAR + step) {
                length += step - 1;
            }
        }
    }

    private static boolean isIntact(byte[] content, int length, Depth depth) throws IOException {
        try {
            Verification verification = InMemory.verify(content, length, depth);
            if (verification instanceof Damaged damaged) {
                assertThat(damaged.offset()).isBetween(0L, (long) length);
                return false;
            }
            return true;
        } catch (MediaException e) {
            assertThat(length).isLessThan(12);
            return false;
        }
    }
}
