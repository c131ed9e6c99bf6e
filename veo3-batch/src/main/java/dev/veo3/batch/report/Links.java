// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** Links from a page to files, which work wherever the directory is moved to that both are in. */
final class Links {
    private static final String PLAIN = "-._~!$()*+,;=@";

    private final Path directory;

    private Links(Path directory) {
        this.directory = directory;
    }

    /** Links from a page in this file. */
    static Links from(Path page) {
        Path parent = page.toAbsolutePath().normalize().getParent();
        return new Links(parent == null ? page.toAbsolutePath() : parent);
    }

    /** A relative link where there can be one, which no name makes one to another place or scheme. */
    String to(Path file) {
        Path target = file.toAbsolutePath().normalize();
        if (!target.getFileSystem().equals(directory.getFileSystem())
                || !Objects.equals(target.getRoot(), directory.getRoot())) {
            return target.toUri().toASCIIString();
        }
        StringBuilder link = new StringBuilder(".");
        for (Path name : directory.relativize(target)) {
            link.append('/');
            encode(name.toString(), link);
        }
        return link.toString();
    }

    private static void encode(String name, StringBuilder link) {
        for (byte unit : name.getBytes(StandardCharsets.UTF_8)) {
            boolean letter = (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z')
                    || (unit >= '0' && unit <= '9');
            if (letter || (unit > 0 && PLAIN.indexOf(unit) >= 0)) {
                link.append((char) unit);
            } else {
                link.append('%').append(Character.forDigit((unit >> 4) & 15, 16))
                        .append(Character.forDigit(unit & 15, 16));
            }
        }
    }
}
