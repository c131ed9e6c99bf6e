// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A place for a report is looked at before a batch runs for it. */
class ReportPlaceTest {
    @TempDir
    private Path directory;

    private static void refused(Path file, String reason) {
        assertThatThrownBy(() -> ReportWriter.check(ReportFormat.HTML, file)).isInstanceOf(IOException.class)
                .hasMessage(file + ": " + reason);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAllowedIsWrittenAndLookingLeavesNothing(ReportFormat format) throws IOException {
        Path file = directory.resolve("new/deep/report");
        ReportWriter.check(format, file);
        ReportWriter.check(format, directory.resolve("report"));
        assertThat(directory).isEmptyDirectory();

        ReportWriter.of(SampleReports.of(3, 1, directory)).write(format, file);
        byte[] before = Files.readAllBytes(file);
        ReportWriter.check(format, file);
        assertThat(file).hasBinaryContent(before);
        assertThat(file.getParent()).isDirectoryContaining(file::equals)
                .isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void whereNoFileCanBeIsRefusedWithTheReason() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "mine");
        refused(directory, "this is a directory. Name a file for the report");
        refused(text.resolve("report.html"),
                "its directory cannot be made: " + text + " is a file and no directory. Name another file");
        refused(text.resolve("a/b/report.html"),
                "its directory cannot be made: " + text + " is a file and no directory. Name another file");
        refused(text, "there is a file here that is no page of a report. Name another file, or remove this one");
        assertThatThrownBy(() -> ReportWriter.check(ReportFormat.HTML, directory.resolve("x".repeat(300))))
                .hasMessageContaining("nothing can be written in " + directory + ": ");
        refused(Path.of("/dev/null"), "this is no regular file. Name another file");
        assertThat(text).hasContent("mine");
    }

    /** Whether the system makes a directory or takes a name, only the attempt tells. */
    @Test
    void aPlaceWhoseDirectoriesCannotBeMadeIsRefusedAndNothingIsLeft() throws IOException {
        Path dangling = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
        assertThatThrownBy(() -> ReportWriter.check(ReportFormat.HTML, dangling.resolve("report.html")))
                .isInstanceOf(IOException.class).hasMessageStartingWith(dangling.resolve("report.html") + ": ")
                .hasMessageEndingWith(". Name another file");
        String tooLong = "x".repeat(300);
        for (Path file : List.of(directory.resolve(tooLong + "/report.html"),
                directory.resolve("new/" + tooLong + "/report.html"), directory.resolve("new/deep/" + tooLong))) {
            assertThatThrownBy(() -> ReportWriter.check(ReportFormat.HTML, file)).isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + ": ").hasMessageEndingWith(". Name another file");
        }
        assertThat(directory).isDirectoryContaining(dangling::equals)
                .isDirectoryNotContaining(other -> !other.equals(dangling));
    }

    @Test
    void anInterruptKeepsNobodyFromLookingAndIsKept() {
        Thread.currentThread().interrupt();
        assertThatCode(() -> ReportWriter.check(ReportFormat.HTML, directory.resolve("report.html")))
                .doesNotThrowAnyException();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aReportThatCannotBeWrittenSaysWhyInWords() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "mine");
        ReportWriter writer = ReportWriter.of(SampleReports.of(3, 1, directory));
        assertThatThrownBy(() -> writer.write(ReportFormat.CSV, text.resolve("report.csv")))
                .isInstanceOf(IOException.class).hasMessage(text.resolve("report.csv") + ": this cannot be written: "
                        + text + " is a file and no directory");
    }
}
