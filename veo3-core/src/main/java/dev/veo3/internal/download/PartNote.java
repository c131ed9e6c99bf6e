// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is noted beside a part of a video, so that a later download can go on with it: four lines of text. Immutable.
 *
 * @param size of the part; one of another size is not the one that was meant
 * @param total of the whole video; empty when nobody said
 * @param validator of the video
 */
record PartNote(long size, OptionalLong total, Validator validator) {
    private static final int LONGEST = 4096;

    /** The note in that file; empty when there is none that can be read. */
    static Optional<PartNote> read(Path file) {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            List<String> lines = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).lines().toList();
            return lines.size() == 4 && lines.get(0).matches("\\d{1,18}") && lines.get(1).matches("\\d{0,18}")
                    ? Optional.of(new PartNote(Long.parseLong(lines.get(0)), length(lines.get(1)),
                            new Validator(lines.get(2), lines.get(3)))).filter(note -> note.validator.tells())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong length(String digits) {
        return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    void write(Path file) throws IOException {
        Files.write(file, List.of(String.valueOf(size), total.isPresent() ? String.valueOf(total.getAsLong()) : "",
                validator.etag(), validator.generation()), StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
}
