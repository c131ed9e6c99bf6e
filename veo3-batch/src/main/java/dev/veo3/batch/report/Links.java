// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Links from a page to files, which work wherever the directory is moved to that both are in. */
final class Links {
    private static final String PLAIN = "-._~!$()*+,;=@";

    private final Path directory;
    /** Where most files are, which is where the one before was. */
    private Place last = new Place(Path.of(""), Optional.empty(), "");

    /**
     * A directory of files.
     *
     * @param link leads to it, with a slash at its end; empty when files in it are linked one by one
     * @param onTheWay what is in it that leads to the page, or is where the page is; empty when nothing does
     */
    private record Place(Path directory, Optional<String> link, String onTheWay) {}

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
        Path parent = file.getParent();
        Path name = file.getFileName();
        if (parent == null || name == null) {
            return link(file);
        }
        if (!parent.equals(last.directory())) {
            last = place(parent);
        }
        String text = name.toString();
        if (last.link().isEmpty() || text.equals(last.onTheWay()) || text.equals(".") || text.equals("..")) {
            return link(file);
        }
        StringBuilder link = new StringBuilder(last.link().get());
        encode(text, link);
        return link.toString();
    }

    private Place place(Path parent) {
        Path target = parent.toAbsolutePath().normalize();
        if (!isNear(target)) {
            return new Place(parent, Optional.empty(), "");
        }
        if (target.equals(directory)) {
            return new Place(parent, Optional.of("./"), "");
        }
        String onTheWay = directory.startsWith(target) ? directory.getName(target.getNameCount()).toString() : "";
        return new Place(parent, Optional.of(link(parent) + '/'), onTheWay);
    }

    private boolean isNear(Path target) {
        return target.getFileSystem().equals(directory.getFileSystem())
                && Objects.equals(target.getRoot(), directory.getRoot());
    }

    private String link(Path file) {
        Path target = file.toAbsolutePath().normalize();
        if (!isNear(target)) {
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
