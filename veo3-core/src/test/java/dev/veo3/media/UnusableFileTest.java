// SPDX-License-Identifier: Apache-2.0
package dev.veo3.media;

import dev.veo3.media.MediaException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class UnusableFileTest {

    @TempDir
    private Path directory;

    @Test
    void aMissingFileIsNotFound() {
        MediaException refused = refusal(directory.resolve("none.png"));

        assertThat(refused.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(refused.offset()).isEmpty();
        assertThat(refused).hasCauseInstanceOf(NoSuchFileException.class)
                .hasMessage(directory.resolve("none.png") + ": there is no such file. Check the path.");
    }

    @Test
    void aMissingFileWithARelativePathTellsWhereItWasLookedFor() {
        assertThat(refusal(Path.of("no-such-directory", "none.png")))
                .hasMessageContaining("Check the path; it is taken "
                        + "from " + Path.of("no-such-directory").toAbsolutePath());
    }

    @Test
    void aLinkToNothingIsNotFound() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.png"), directory.resolve("none.png"));

        assertThat(refusal(link).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void aLinkToAFileIsFollowed() throws IOException {
        Path file = Files.copy(Fixtures.path("clip-2s.mov"), directory.resolve("clip-2s.mov"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThat(MediaInspector.inspect(link).path()).isEqualTo(link);
    }

    @Test
    void linksThatGoRoundAreUnreadable() throws IOException {
        Files.createSymbolicLink(directory.resolve("a.png"), directory.resolve("b.png"));
        Path link = Files.createSymbolicLink(directory.resolve("b.png"), directory.resolve("a.png"));

        MediaException refused = refusal(link);

        assertThat(refused.reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(refused).hasCauseInstanceOf(IOException.class).hasMessageContaining("symbolic link");
    }

    @Test
    void aDirectoryIsNoFile() {
        MediaException refused = refusal(directory);

        assertThat(refused.reason()).isEqualTo(Reason.NOT_A_FILE);
        assertThat(refused).hasMessage(directory + ": a directory, not a file. Name an image or a video.");
    }

    @Test
    void aPipeIsRefusedWithoutWaitingForItsOtherEnd() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe.mp4");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(mkfifo.exitValue()).isZero();

        assertThat(refusal(pipe).reason()).isEqualTo(Reason.NOT_A_FILE);
    }

    @Test
    void anEmptyFileIsEmpty() throws IOException {
        MediaException refused = refusal(Files.createFile(directory.resolve("empty.mp4")));

        assertThat(refused.reason()).isEqualTo(Reason.EMPTY);
        assertThat(refused).hasMessageContaining("the file is empty");
    }

    static Stream<Arguments> contents() {
        return Stream.of(Arguments.of("A description of a sunset.\n", "plain text"),
                Arguments.of("BMW on a road", "plain text"), Arguments.of("\u00fcber allen Gipfeln", "plain text"),
                Arguments.of("{\"error\": {\"code\": 404}}", "JSON, perhaps a server's error message that was saved"),
                Arguments.of("\ufeff <!DOCTYPE html><html>",
                        "an HTML page, perhaps a server's error page that was saved"),
                Arguments.of("<?xml version='1.0'?><svg width='1'>", "an SVG image"),
                Arguments.of("<?xml version='1.0'?><Error/>", "XML"), Arguments.of("%PDF-1.7", "a PDF document"),
                Arguments.of("GIF89a\0\0", "a GIF image"), Arguments.of("BM\0\0\0\0\0\0", "a BMP image"),
                Arguments.of("\0\0\0 ftypheic\0\0", "a HEIC image"),
                Arguments.of("\0\0\0 ftypavif\0\0", "an AVIF image"),
                Arguments.of("RIFF\1\0\0\0AVI LIST", "an AVI video"),
                Arguments.of("\0\0\0\0\0\0\0\0", "nothing but zeros, such as an unfinished download"),
                Arguments.of("\1\2\3\0abcdefg", "unknown data that begins with the bytes 01 02 03 00 61 62 63 64"),
                Arguments.of("\1", "unknown data that begins with the bytes 01"));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void otherContentIsNamedWhateverTheFileIsCalled(String content, String guess) throws IOException {
        Path file = Files.writeString(directory.resolve("image.png"), content, StandardCharsets.UTF_8);

        MediaException refused = refusal(file);

        assertThat(refused.reason()).isEqualTo(Reason.NOT_MEDIA);
        assertThat(refused.path()).isEqualTo(file);
        assertThat(refused).hasMessage(file + ": not an image or a video that can be used: it looks like " + guess
                + ". Give a PNG, JPEG or WebP image or an MP4 or MOV video.");
    }

    @Test
    void aTextThatIsCutInsideACharacterByTheWindowIsStillText() throws IOException {
        Path file = Files.writeString(directory.resolve("long.png"), "x" + "\u00e9".repeat(5000));

        assertThat(refusal(file)).hasMessageContaining("it looks like plain text");
    }

    @Test
    void anInterruptDoesNotEndTheInspectionAndStaysPending() {
        MediaInfo undisturbed = MediaInspector.inspect(Fixtures.path("clip-8s-720p-moov-at-end.mp4"));

        Thread.currentThread().interrupt();
        MediaInfo info = MediaInspector.inspect(Fixtures.path("clip-8s-720p-moov-at-end.mp4"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(info).isEqualTo(undisturbed);
    }

    private static MediaException refusal(Path path) {
        MediaException refused = catchThrowableOfType(MediaException.class, () -> MediaInspector.inspect(path));
        assertThat(refused).as("the refusal of %s", path).isNotNull();
        return refused;
    }
}
