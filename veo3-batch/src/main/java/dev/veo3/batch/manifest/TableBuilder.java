package dev.veo3.batch.manifest;

import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the keys of one table; a key that stands twice is a problem, and the first one counts. */
final class TableBuilder {
    private final Findings findings;
    private final Map<String, Value> entries = new LinkedHashMap<>();

    TableBuilder(Findings findings) {
        this.findings = findings;
    }

    void put(String key, SourcePosition at, Value value) {
        if (entries.putIfAbsent(key, value) != null) {
            findings.report(at, "the key \"" + key + "\" stands twice", "Keep one of the two");
        }
    }

    void fill(String key, Value value) {
        entries.putIfAbsent(key, value);
    }

    Value.Mapping build(SourcePosition position) {
        return new Value.Mapping(entries, position);
    }
}
