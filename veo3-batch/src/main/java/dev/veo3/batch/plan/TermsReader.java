// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.manifest.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads when a job runs, how long, and for how much. */
final class TermsReader {
    private final Value.Mapping fields;
    private final Optional<String> job;
    private final Problems problems;

    TermsReader(Value.Mapping fields, Optional<String> job, Problems problems) {
        this.fields = fields;
        this.job = job;
        this.problems = problems;
    }

    /** The terms that could be read; what could not has been reported. */
    JobTerms read() {
        return new JobTerms(
                scalar("priority", "Write a whole number from -" + JobTerms.HIGHEST_PRIORITY + " to "
                        + JobTerms.HIGHEST_PRIORITY, TermsReader::priority).orElse(0),
                dependsOn(),
                scalar("timeout", "Write a time, for example 20m",
                        value -> value.time().filter(Duration::isPositive)),
                scalar("price", "Write an amount of dollars, for example 1.20", Value.Scalar::dollars));
    }

    private static Optional<Integer> priority(Value.Scalar value) {
        return value.whole().stream().boxed().findFirst().filter(TermsReader::isPriority);
    }

    static boolean isPriority(int number) {
        return Math.abs((long) number) <= JobTerms.HIGHEST_PRIORITY;
    }

    private <T> Optional<T> scalar(String key, String remedy, Function<Value.Scalar, Optional<T>> read) {
        Optional<Value> written = fields.get(key);
        Optional<T> value = written
                .flatMap(found -> found instanceof Value.Scalar scalar ? read.apply(scalar) : Optional.empty());
        if (written.isPresent() && value.isEmpty()) {
            problems.add(written.get().position(), job, "\"" + key + "\" is " + written.get().describe(), remedy);
        }
        return value;
    }

    private List<String> dependsOn() {
        List<String> ids = new ArrayList<>();
        fields.get("depends_on").ifPresent(value -> {
            switch (value) {
                case Value.Scalar scalar -> id(scalar, ids);
                case Value.Sequence list -> list.items().forEach(item -> id(item, ids));
                case Value.Mapping table -> id(table, ids);
            }
        });
        return ids;
    }

    private void id(Value value, List<String> ids) {
        if (value instanceof Value.Scalar scalar && !scalar.text().isBlank()) {
            ids.add(scalar.text());
        } else {
            problems.add(value.position(), job, "\"depends_on\" has " + value.describe() + " where an id belongs",
                    "Write the id of a job, or a list of ids");
        }
    }
}
