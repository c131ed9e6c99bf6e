// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Collects the keys of one table; a key that stands twice is a problem, and the first one counts. */
final class TableBuilder {
    private final Findings findings;
    private final SmallTable.Builder small = new SmallTable.Builder();
    /** Everything, when it is too much for a small table. */
    private Optional<Map<String, Value>> large = Optional.empty();

    TableBuilder(Findings findings) {
        this.findings = findings;
    }

    void put(String key, SourcePosition at, Value value) {
        if (!add(key, value)) {
            findings.report(at, "the key \"" + key + "\" stands twice", "Keep one of the two");
        }
    }

    void fill(String key, Value value) {
        add(key, value);
    }

    private boolean add(String key, Value value) {
        if (large.isEmpty() && small.isFull()) {
            large = Optional.of(new LinkedHashMap<>(small.build()));
        }
        return large.isPresent() ? large.get().putIfAbsent(key, value) == null : small.putIfAbsent(key, value);
    }

    Value.Mapping build(SourcePosition position) {
        return new Value.Mapping(large.orElseGet(small::build), position);
    }
}
