// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The README, taken apart. */
final class Readme {
    static final Path FILE = Path.of("README.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\R(.*?)^```$");
    private static final Pattern REGION = Pattern.compile("(?ms)// @start region=\"readme[^\"]*\"\\R(.*?)^ *// @end$");

    private Readme() {}

    /** What stands in the blocks of code of that language. */
    static List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(Files.readString(FILE)).results().filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2)).toList();
    }

    /** All languages of its blocks of code. */
    static List<String> languages() throws IOException {
        return BLOCK.matcher(Files.readString(FILE)).results().map(block -> block.group(1)).distinct().toList();
    }

    /** Every piece of compiled code that is marked for the README, and each whole example, without its package. */
    static List<String> compiled() throws IOException {
        List<String> pieces = new ArrayList<>();
        for (Path root : List.of(Path.of("examples/src"), Path.of("veo3-batch/src/test/java/dev/veo3/batch"))) {
            for (String source : sources(root)) {
                REGION.matcher(source).results().map(region -> region.group(1)).forEach(pieces::add);
                pieces.add(source.replaceFirst("(?s).*?\\R(?=import)", ""));
            }
        }
        return pieces.stream().map(Readme::words).toList();
    }

    private static List<String> sources(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
        }
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(Files.readString(file));
        }
        return texts;
    }

    /** Where its relative links lead. */
    static List<String> links() throws IOException {
        return Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(FILE)).results()
                .map((MatchResult link) -> link.group(1)).toList();
    }

    /** The README may break lines where it likes. */
    static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
