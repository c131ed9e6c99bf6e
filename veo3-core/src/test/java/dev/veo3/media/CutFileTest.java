// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.MediaException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files that end too early, at every byte of them. Read from memory, because there are two million, and in a thread of its own,
 * where an exception has few callers to write down: half of the time.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class CutFileTest {

    static List<Path> files() throws IOException {
        return Stream
                .concat(Fixtures.names().stream().map(Fixtures::path), Fixtures.kinds().stream().map(Fixtures::kind))
                .toList();
    }

    /**
     * A video or a WebP says how long it is, so that each cut is told. A PNG or a JPEG may be cut behind what an inspection looks
     * at, and a fragmented video between two fragments.
     */
    @ParameterizedTest
    @MethodSource("files")
    void aFileThatIsCutAtAnyByteIsEitherReadOrRefused(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        boolean tells = !file.toString().matches(".*\\.(png|jpg)") && !file.toString().contains("fragmented");
        for (int length = 1; length < whole.length; length++) {
            String outcome = outcome(file, whole, length, length);
            // Plain comparisons, because there are two million of them.
            if (!outcome.equals("refused") && (tells || !outcome.equals("read"))) {
                throw new AssertionError(file.getFileName() + " cut after " + length + " bytes: " + outcome);
            }
        }
        assertThat(outcome(file, whole, whole.length, whole.length)).isEqualTo("read");
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileThatBecomesShorterWhileItIsReadIsEitherReadOrRefused(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += length < 4096 ? 1 : 499) {
            assertThat(outcome(file, whole, length, whole.length)).as("%d bytes", length).isIn("read", "refused");
        }
    }

    private static String outcome(Path file, byte[] content, int length, long size) throws IOException {
        try {
            return inspect(file, content, length, size).width() > 0 ? "read" : "no width";
        } catch (MediaException e) {
            boolean known = e.reason() == Reason.DAMAGED || e.reason() == Reason.NOT_MEDIA;
            return known && e.path() == file && e.offset().orElse(0) <= size ? "refused" : e.toString();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(file.getFileName() + " of which " + length + " bytes are there", e);
        }
    }

    /** Looks at so many bytes of the content of a file that claims to have that size. */
    private static MediaInfo inspect(Path path, byte[] content, int length, long size) throws IOException {
        HeaderWindow.Source source = (into, at) -> read(content, length, into, at);
        try (HeaderWindow window = new HeaderWindow(path, source, size)) {
            return MediaInspector.read(window);
        }
    }

    private static int read(byte[] content, int length, ByteBuffer into, long at) {
        if (at >= length) {
            return -1;
        }
        int count = (int) Math.min(into.remaining(), length - at);
        into.put(content, (int) at, count);
        return count;
    }
}
