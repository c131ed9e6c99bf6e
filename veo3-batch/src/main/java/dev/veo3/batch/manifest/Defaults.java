// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says of all jobs under {@code defaults:}. A job that says something itself is right; tables ({@code options},
 * {@code labels}, {@code vars}) are filled up key by key. An input that the job's type does not take is left out; the plan leaves out what its model does not
 * let it choose. Immutable.
 */
final class Defaults {
    static final Defaults NONE = new Defaults(new Value.Mapping(Map.of(), SourcePosition.NONE));

    private static final Set<String> KEYS = JobKeys.ALL.stream()
            .filter(key -> !Set.of("id", "matrix", "for_each").contains(key)).collect(Collectors.toUnmodifiableSet());
    private static final String OPTIONS = "options";
    private static final String TEMPLATE = "template";
    private static final String PROMPT = "prompt";

    private final Value.Mapping table;

    private Defaults(Value.Mapping table) {
        this.table = table;
    }

    /** Reads them; unknown keys are reported and left out. */
    static Defaults of(Value.Mapping written, Findings findings) {
        Map<String, Value> known = new LinkedHashMap<>();
        written.entries().forEach((key, value) -> {
            if (!KEYS.contains(key)) {
                findings.report(value.position(), "the defaults have no key \"" + key + "\"",
                        JobKeys.OPTIONS.contains(key)
                                ? "Write it under \"options:\""
                                : NearestName.remedy(key, KEYS));
            } else if (key.equals(OPTIONS) && value instanceof Value.Mapping options) {
                known.put(key, options(options, findings));
            } else {
                known.put(key, value);
            }
        });
        return new Defaults(new Value.Mapping(known, written.position()));
    }

    private static Value.Mapping options(Value.Mapping written, Findings findings) {
        Map<String, Value> known = new LinkedHashMap<>();
        written.entries().forEach((option, value) -> {
            if (JobKeys.OPTIONS.contains(option)) {
                known.put(option, value);
            } else {
                findings.report(value.position(), "no job has an option \"" + option + "\"",
                        NearestName.remedy(option, JobKeys.OPTIONS));
            }
        });
        return new Value.Mapping(known, written.position());
    }

    /** The output of all jobs that have none of their own, which must name the id; a value of no job when there is none. */
    Value output() {
        return table.get("output").orElse(table);
    }

    /** The job with what it does not say itself. */
    Value.Mapping fill(Value.Mapping job) {
        if (table.entries().isEmpty()) {
            return job;
        }
        Map<String, Value> filled = new LinkedHashMap<>(job.entries());
        boolean hasPrompt = options(job).flatMap(options -> options.get(PROMPT)).isPresent();
        table.entries().forEach((key, value) -> {
            if (key.equals(TEMPLATE) && hasPrompt) {
                return;
            }
            filled.merge(key, value, (own, common) -> fill(own, common));
        });
        Optional<Value> options = Optional.ofNullable(filled.get(OPTIONS));
        if (options.isPresent() && options.get() instanceof Value.Mapping mixed) {
            filled.put(OPTIONS, fitting(mixed, job, text(filled.get("type"))));
        }
        return new Value.Mapping(filled, job.position());
    }

    /** The options that the job has from here. */
    Set<String> given(Value.Mapping job) {
        Set<String> common = options(table).map(options -> options.entries().keySet()).orElse(Set.of());
        Optional<Value.Mapping> own = options(job);
        return common.isEmpty() || own.isEmpty()
                ? common
                : common.stream().filter(option -> own.get().get(option).isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static Value fill(Value own, Value common) {
        if (own.isNothing()) {
            return common;
        }
        if (!(own instanceof Value.Mapping ownTable) || !(common instanceof Value.Mapping commonTable)) {
            return own;
        }
        Map<String, Value> filled = new LinkedHashMap<>(ownTable.entries());
        // Labels are a table inside the options; nothing lies deeper.
        commonTable.entries().forEach((key, value) -> filled.merge(key, value, (mine, theirs) -> mine.isNothing()
                ? theirs
                : mine instanceof Value.Mapping labels && theirs instanceof Value.Mapping more
                        ? union(labels, more)
                        : mine));
        return new Value.Mapping(filled, ownTable.position());
    }

    private static Value union(Value.Mapping own, Value.Mapping common) {
        Map<String, Value> filled = new LinkedHashMap<>(common.entries());
        filled.putAll(own.entries());
        return new Value.Mapping(filled, own.position());
    }

    /** The options without those of the defaults that a job of this type does not take. */
    private Value.Mapping fitting(Value.Mapping mixed, Value.Mapping job, Optional<String> type) {
        Optional<JobType> known = type.flatMap(JobType::of);
        boolean templated = job.get(TEMPLATE).isPresent();
        Map<String, Value> own = options(job).map(Value.Mapping::entries).orElse(Map.of());
        Map<String, Value> fitting = new LinkedHashMap<>(mixed.entries());
        fitting.keySet().removeIf(option -> !own.containsKey(option) && JobKeys.INPUTS.contains(option)
                && ((templated && option.equals(PROMPT)) || known.filter(is -> !is.takes(option)).isPresent()));
        return new Value.Mapping(fitting, mixed.position());
    }

    private static Optional<Value.Mapping> options(Value.Mapping job) {
        return job.get(OPTIONS)
                .flatMap(value -> value instanceof Value.Mapping options ? Optional.of(options) : Optional.empty());
    }

    private static Optional<String> text(@Nullable Value value) {
        return value instanceof Value.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    }
}
