// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EarlierReportTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void aFileThatIsNoReportIsNeverReplaced(ReportFormat format) throws IOException {
        Path file = Files.writeString(directory.resolve("jobs.journal"), "{\"jobs\": 1}");
        ReportWriter writer = ReportWriter.of(SampleReports.of(3, 1, directory));
        assertThatThrownBy(() -> writer.write(format, file)).isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "there is a file here that is no ", "Name another file");
        assertThat(file).content().isEqualTo("{\"jobs\": 1}");
    }

    @ParameterizedTest
    @EnumSource
    void anEarlierReportAndAnEmptyFileAreReplaced(ReportFormat format) throws IOException {
        Path file = Files.createFile(directory.resolve("report"));
        ReportWriter.of(SampleReports.of(3, 1, directory)).write(format, file);
        long size = Files.size(file);
        ReportWriter.of(SampleReports.of(9, 1, directory)).write(format, file);
        assertThat(Files.size(file)).isGreaterThan(size);
    }
}
