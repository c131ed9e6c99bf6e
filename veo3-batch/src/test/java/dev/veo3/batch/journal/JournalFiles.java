// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Journals as files, for tests that look into them or do something to them. */
final class JournalFiles {

    private JournalFiles() {}

    /** Writes a journal with these records. */
    static Path write(Path file, List<? extends JournalRecord> records) {
        try (Journal journal = Journal.open(file)) {
            records.forEach(journal::append);
        }
        return file;
    }

    static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }

    /** A line with this number, these fields and the check that belongs to them. */
    static String line(int version, long number, String fields) {
        return seal("{\"v\":" + version + ",\"seq\":" + number + fields);
    }

    /** The line with the check that belongs to it. */
    static String seal(String line) {
        CRC32C crc = new CRC32C();
        crc.update(line.getBytes(StandardCharsets.UTF_8));
        return line + ",\"crc\":\"%08x\"}\n".formatted(crc.getValue());
    }

    /** A copy of the beginning of a file. */
    static Path beginning(Path file, int length, Path to) throws IOException {
        return Files.write(to, Arrays.copyOf(Files.readAllBytes(file), length));
    }
}
