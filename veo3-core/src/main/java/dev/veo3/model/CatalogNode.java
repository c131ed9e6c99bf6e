// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.List;
import java.util.Map;

/** A value in a catalogue file, with the line on which it begins, counted from 1. */
sealed interface CatalogNode {

    int line();

    /** What it is, for a message. */
    String describe();

    /** Nothing: {@code null}, {@code ~}, or no value at all. */
    record Nothing(int line) implements CatalogNode {
        @Override
        public String describe() {
            return "empty";
        }
    }

    /** A word, a number, a date. */
    record Scalar(int line, String text) implements CatalogNode {
        @Override
        public String describe() {
            return "\"" + text + "\"";
        }
    }

    /** A list. */
    record Sequence(int line, List<CatalogNode> elements) implements CatalogNode {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /** A table, in its order. */
    record Mapping(int line, Map<String, CatalogNode> fields) implements CatalogNode {
        @Override
        public String describe() {
            return "a table";
        }
    }
}
