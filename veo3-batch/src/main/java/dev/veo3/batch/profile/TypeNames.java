// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.util.List;
import java.util.regex.Pattern;

/** Names of types and methods as a person reads them. */
final class TypeNames {
    // Classes without a name of their own: "Main$$Lambda/0x00007f3c1c001000", "Main$$Lambda+0x0000…/123".
    private static final Pattern HIDDEN = Pattern.compile("[/+.]0x[0-9a-fA-F]+(/\\d+)?");
    private static final List<String> OF_THE_JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private TypeNames() {}

    /** {@code byte[]} for {@code [B}, and {@code Main$$Lambda} for each of Main's. */
    static String readable(String name) {
        int dimensions = 0;
        while (dimensions < name.length() && name.charAt(dimensions) == '[') {
            dimensions++;
        }
        return HIDDEN.matcher(element(name, dimensions)).replaceAll("") + "[]".repeat(dimensions);
    }

    private static String element(String name, int dimensions) {
        if (dimensions == 0 || dimensions == name.length()) {
            return name;
        }
        return switch (name.charAt(dimensions)) {
            case 'L' -> name.substring(dimensions + 1, name.endsWith(";") ? name.length() - 1 : name.length());
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'D' -> "double";
            case 'F' -> "float";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'S' -> "short";
            case 'Z' -> "boolean";
            default -> name.substring(dimensions);
        };
    }

    static boolean isOfTheJdk(String method) {
        return OF_THE_JDK.stream().anyMatch(method::startsWith);
    }
}
