package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.manifest.NearestName;
import dev.veo3.batch.manifest.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which jobs name which others, until all ids are known. */
final class Links {
    // To find the nearest of more ids for each unknown one takes long.
    private static final int MOST_COMPARED = 10_000;

    /** A job that names another one. */
    private record Link(int job, Optional<String> id, String parent, boolean isInput, SourcePosition position) {}

    private final List<Link> links = new ArrayList<>();

    /** Notes whom a job waits for, and whose video it takes. */
    void add(int job, Optional<String> id, JobTerms terms, Optional<String> videoOf, Places places) {
        for (String parent : terms.dependsOn()) {
            links.add(new Link(job, id, parent, false, places.dependency(parent)));
        }
        videoOf.ifPresent(parent -> links.add(new Link(job, id, parent, true, places.option("video"))));
    }

    /** Who waits for whom; an unknown id and a cycle have been reported. */
    Dependencies resolve(Map<String, Integer> indices, int jobs, Problems problems) {
        Dependencies.Builder dependencies = new Dependencies.Builder();
        for (Link link : links) {
            Integer parent = indices.get(link.parent());
            if (parent == null) {
                problems.add(link.position(), link.id(), "there is no job \"" + link.parent() + "\"",
                        indices.size() <= MOST_COMPARED
                                ? NearestName.of(link.parent(), indices.keySet())
                                        .map(name -> "Write \"" + name + "\" if that is meant")
                                        .orElse("Write the id of a job of this manifest")
                                : "Write the id of a job of this manifest");
            } else if (parent == link.job()) {
                problems.add(link.position(), link.id(), "the job waits for itself", "Name another job");
            } else {
                dependencies.add(link.job(), parent, link.isInput());
            }
        }
        Dependencies resolved = dependencies.build(jobs);
        resolved.cycles().forEach(cycle -> report(cycle, indices, problems));
        return resolved;
    }

    private void report(List<Integer> cycle, Map<String, Integer> indices, Problems problems) {
        Map<Integer, String> ids = indices.entrySet().stream().filter(entry -> cycle.contains(entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        String way = cycle.stream().map(job -> ids.getOrDefault(job, "?")).collect(Collectors.joining(" -> "));
        Link first = links.stream().filter(link -> link.job() == cycle.get(0)
                && cycle.get(1).equals(indices.get(link.parent()))).findFirst().orElseThrow();
        problems.add(first.position(), first.id(), "these jobs wait for each other: " + way,
                "Let one of them go first");
    }
}
