// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the one method that a person means. */
final class MethodSearch {
    private static final int SHOWN = 8;

    private MethodSearch() {}

    static String find(Path file, Samples samples, String wanted) {
        String name = wanted.strip();
        if (samples.methods().contains(name)) {
            return name;
        }
        List<String> found = samples.methods().stream().filter(method -> endsWith(method, name)).sorted().toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (!found.isEmpty()) {
            throw new ProfileException(file + ": " + found.size() + " methods are called \"" + wanted + "\": "
                    + listed(found) + ". Write more of the name.");
        }
        String letters = name.toLowerCase(Locale.ROOT);
        List<String> near = samples.methods().stream()
                .filter(method -> !letters.isEmpty() && method.toLowerCase(Locale.ROOT).contains(letters)).sorted()
                .toList();
        throw new ProfileException(file + ": no method \"" + wanted + "\" was seen running. "
                + (near.isEmpty()
                        ? "Seen most: " + listed(samples.top(SHOWN).stream().map(HotMethod::name).toList())
                        : "Near it: " + listed(near))
                + ".");
    }

    private static boolean endsWith(String method, String name) {
        return !name.isEmpty() && method.endsWith(name)
                && ".$".indexOf(method.charAt(method.length() - name.length() - 1)) >= 0;
    }

    private static String listed(List<String> methods) {
        return methods.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (methods.size() > SHOWN ? " and " + (methods.size() - SHOWN) + " more" : "");
    }
}
