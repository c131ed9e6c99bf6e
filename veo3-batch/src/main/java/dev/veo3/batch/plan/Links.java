// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.SourcePosition;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which jobs name which others. Of each job that names one only the number is kept: its names are looked up again. */
final class Links {
    private int[] jobs = {};
    private int count;

    /** Notes a job that names others. */
    void add(int job, Draft draft) {
        if (draft.terms().dependsOn().isEmpty() && draft.videoOf().isEmpty()) {
            return;
        }
        if (count == jobs.length) {
            jobs = Arrays.copyOf(jobs, Math.max(16, count * 2));
        }
        jobs[count++] = job;
    }

    /**
     * Who waits for whom; an unknown id and a cycle have been reported.
     *
     * @param drafts gives the draft of a job that names others
     */
    Dependencies resolve(Names ids, KnownIds known, int jobCount, IntFunction<Draft> drafts, Problems problems) {
        Dependencies.Builder dependencies = new Dependencies.Builder();
        for (int i = 0; i < count && !problems.isFull(); i++) {
            Draft draft = drafts.apply(jobs[i]);
            for (String parent : draft.terms().dependsOn()) {
                resolve(jobs[i], draft, parent, false, ids, known, dependencies, problems);
            }
            if (draft.videoOf().isPresent()) {
                resolve(jobs[i], draft, draft.videoOf().get(), true, ids, known, dependencies, problems);
            }
        }
        Dependencies resolved = dependencies.build(jobCount);
        resolved.cycles().forEach(cycle -> report(cycle, drafts, problems));
        return resolved;
    }

    private static void resolve(int job, Draft draft, String parent, boolean isInput, Names ids,
            KnownIds known, Dependencies.Builder dependencies, Problems problems) {
        OptionalInt found = ids.find(parent);
        if (found.isEmpty()) {
            problems.add(position(draft, parent, isInput), draft.id(), "there is no job \"" + parent + "\"",
                    known.nearest(parent).map(name -> "Write \"" + name + "\" if that is meant")
                            .orElse("Write the id of a job of this manifest"));
        } else if (found.getAsInt() == job) {
            problems.add(position(draft, parent, isInput), draft.id(), "the job waits for itself", "Name another job");
        } else {
            dependencies.add(job, found.getAsInt(), isInput);
        }
    }

    private static SourcePosition position(Draft draft, String parent, boolean isInput) {
        return isInput ? draft.places().option("video") : draft.places().dependency(parent);
    }

    private static void report(List<Integer> cycle, IntFunction<Draft> drafts, Problems problems) {
        List<Draft> way = cycle.stream().limit(20).map(drafts::apply).toList();
        String ids = Stream.concat(way.stream().map(draft -> draft.id().orElse("?")),
                cycle.size() > way.size() ? Stream.of("...") : Stream.empty()).collect(Collectors.joining(" -> "));
        Draft first = way.get(0);
        String parent = way.get(1).id().orElse("?");
        problems.add(position(first, parent, !first.terms().dependsOn().contains(parent)), first.id(),
                "these jobs wait for each other: " + ids, "Let one of them go first");
    }
}
