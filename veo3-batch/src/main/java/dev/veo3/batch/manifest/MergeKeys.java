// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

/**
 * The merge keys of one document. What they fill in is bounded by the size of the text: otherwise a few lines that merge one
 * large table over and over would fill the memory.
 */
final class MergeKeys {
    static final String KEY = "<<";
    // A job that merges its settings is about thirty characters long and gets ten of them.
    private static final int ALWAYS = 10_000;
    private static final int CHARACTERS_FOR_ONE = 2;

    private final Findings findings;
    private int left;

    MergeKeys(int length, Findings findings) {
        this.findings = findings;
        this.left = ALWAYS + length / CHARACTERS_FOR_ONE;
    }

    /** Fills in what the table lacks, from a table or from a list of tables of which the first ones win. */
    void merge(Value from, TableBuilder into) {
        if (from instanceof Value.Sequence sequence) {
            // One level only, as YAML has it: lists of lists that share their items never end.
            sequence.items().forEach(item -> table(item, into));
        } else {
            table(from, into);
        }
    }

    private void table(Value from, TableBuilder into) {
        count(1, from);
        if (from instanceof Value.Mapping mapping) {
            count(mapping.entries().size(), from);
            mapping.entries().forEach(into::fill);
        } else {
            findings.report(from.position(), "\"<<\" merges a table of keys, not " + from.describe(),
                    "Name the anchor of a table");
        }
    }

    private void count(int merged, Value from) {
        left -= merged;
        if (left < 0) {
            throw new UnreadableException(from.position(), "this is merged too often for a file of this size");
        }
    }
}
