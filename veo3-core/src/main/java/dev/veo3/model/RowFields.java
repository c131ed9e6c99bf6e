// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The fields of one row of a catalogue file. What cannot be read is reported with its line and counts as not written. */
final class RowFields {
    private final CatalogNode.Mapping row;
    private final CatalogProblems problems;
    private final Set<String> known = new TreeSet<>();

    RowFields(CatalogNode.Mapping row, CatalogProblems problems) {
        this.row = row;
        this.problems = problems;
    }

    /** Whether the row says something about it, even that there is none. */
    boolean has(String name) {
        known.add(name);
        return row.fields().containsKey(name);
    }

    /** A word; empty when there is none. */
    Optional<String> text(String name) {
        return written(name).flatMap(node -> node instanceof CatalogNode.Scalar scalar
                ? Optional.of(scalar.text())
                : reported(name, node, "Write a word"));
    }

    /** A word that this turns into a value, or refuses with an exception whose message says why. */
    <T> Optional<T> parsed(String name, Function<String, T> parse) {
        return text(name).flatMap(word -> {
            try {
                return Optional.of(parse.apply(word));
            } catch (IllegalArgumentException | java.time.DateTimeException e) {
                problems.add(line(name), "\"" + name + "\": " + e.getMessage(), "Write it as the library's own"
                        + " models.yaml does");
                return Optional.empty();
            }
        });
    }

    /** One of our own words, in small letters with hyphens or underscores. */
    <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
        return text(name).flatMap(word -> one(name, line(name), word, choice(type), names(type)));
    }

    /** A list of values. */
    <T> Set<T> each(String name, Function<String, Optional<T>> find, String choice) {
        Set<T> all = new LinkedHashSet<>();
        written(name).ifPresent(node -> {
            if (node instanceof CatalogNode.Sequence list) {
                list.elements().forEach(element -> {
                    if (element instanceof CatalogNode.Scalar scalar) {
                        one(name, scalar.line(), scalar.text(), find, choice).ifPresent(all::add);
                    } else {
                        reported(name, element, "Write one of " + choice);
                    }
                });
            } else {
                reported(name, node, "Write a list, for example [" + choice + "]");
            }
        });
        return all;
    }

    /** A table of words; empty when there is none. */
    Map<String, CatalogNode.Scalar> table(String name, String remedy) {
        Optional<CatalogNode> node = written(name);
        if (node.isEmpty()) {
            return Map.of();
        }
        if (!(node.get() instanceof CatalogNode.Mapping mapping)) {
            reported(name, node.get(), remedy);
            return Map.of();
        }
        Map<String, CatalogNode.Scalar> words = new java.util.LinkedHashMap<>();
        mapping.fields().forEach((key, value) -> {
            if (value instanceof CatalogNode.Scalar scalar) {
                words.put(key, scalar);
            } else {
                reported(name + "." + key, value, remedy);
            }
        });
        return words;
    }

    /** The fields of a table inside the row. */
    Optional<RowFields> inner(String name, String remedy) {
        return written(name).flatMap(node -> node instanceof CatalogNode.Mapping mapping
                ? Optional.of(new RowFields(mapping, problems))
                : reported(name, node, remedy));
    }

    /** What is written there, if it is more than nothing. */
    Optional<CatalogNode> written(String name) {
        known.add(name);
        return Optional.ofNullable(row.fields().get(name)).filter(node -> !(node instanceof CatalogNode.Nothing));
    }

    /** Reports a value that does not do. */
    <T> Optional<T> reported(String name, CatalogNode node, String remedy) {
        problems.add(node.line(), "\"" + name + "\" is " + node.describe(), remedy);
        return Optional.empty();
    }

    /** Reports that the row lacks something. */
    void missing(String name, ModelId id) {
        problems.add(row.line(), id + " has no \"" + name + "\"",
                "Write it as the library's own models.yaml does, or the day on which the model retired");
    }

    /** Reports every name that was not asked for. */
    void reportUnknown() {
        row.fields().forEach((name, node) -> {
            if (!known.contains(name)) {
                problems.add(node.line(), "a model has no \"" + name + "\"",
                        "It may be one of " + String.join(", ", known));
            }
        });
    }

    static <E extends Enum<E>> Function<String, Optional<E>> choice(Class<E> type) {
        return word -> List.of(type.getEnumConstants()).stream()
                .filter(constant -> constant.name().equals(word.toUpperCase(Locale.ROOT).replace('-', '_')))
                .findFirst();
    }

    static <E extends Enum<E>> String names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
    }

    private <T> Optional<T> one(String name, int line, String word, Function<String, Optional<T>> find,
            String choice) {
        Optional<T> found = find.apply(word);
        if (found.isEmpty()) {
            problems.add(line, "\"" + name + "\" is \"" + word + "\"", "Write one of " + choice);
        }
        return found;
    }

    private int line(String name) {
        return Optional.ofNullable(row.fields().get(name)).map(CatalogNode::line).orElse(row.line());
    }
}
