// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/** Which job a name belongs to: by its id, or by a file that it writes or reads. The first job that takes a name has it. */
interface Names {

    /** Gives the name to the job, unless another one has it: then it says which one. */
    OptionalInt put(String name, int job);

    /** The job that has the name; empty when none has. */
    OptionalInt find(String name);

    /** Names in memory. */
    record InMemory(Map<String, Integer> jobs) implements Names {

        InMemory() {
            this(new HashMap<>());
        }

        @Override
        public OptionalInt put(String name, int job) {
            Integer earlier = jobs.putIfAbsent(name, job);
            return earlier == null ? OptionalInt.empty() : OptionalInt.of(earlier);
        }

        @Override
        public OptionalInt find(String name) {
            Integer job = jobs.get(name);
            return job == null ? OptionalInt.empty() : OptionalInt.of(job);
        }
    }

    /**
     * Fingerprints of names; where one is met again, the names of that job are read again.
     *
     * @param namesOf the names that a job has
     */
    record Compact(Fingerprints prints, ToLongFunction<String> print,
            IntFunction<Set<String>> namesOf) implements Names {

        Compact(IntFunction<Set<String>> namesOf) {
            this(new Fingerprints(), Fingerprints::of, namesOf);
        }

        @Override
        public OptionalInt put(String name, int job) {
            OptionalInt earlier = find(name);
            if (earlier.isEmpty()) {
                prints.add(print.applyAsLong(name), job);
            }
            return earlier;
        }

        @Override
        public OptionalInt find(String name) {
            int job = prints.find(print.applyAsLong(name), candidate -> namesOf.apply(candidate).contains(name));
            return job < 0 ? OptionalInt.empty() : OptionalInt.of(job);
        }
    }
}
