// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands as a person types them, so that what is printed can be copied into a shell as it stands. */
final class ShellWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_%+:,./@-][A-Za-z0-9_%+=:,./@-]*");

    private ShellWords() {}

    /** One command line of these words, each in quotes where a shell would take it for something else. */
    static String line(List<String> words) {
        return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    /** A word in single quotes, in which a POSIX shell takes nothing for anything but itself, where it needs them. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A file that stands for itself, and so is neither an option nor a list of arguments, whatever its name begins with. */
    static String argument(Path file) {
        String name = file.toString();
        return name.startsWith("-") || name.startsWith("@") ? "./" + name : name;
    }
}
