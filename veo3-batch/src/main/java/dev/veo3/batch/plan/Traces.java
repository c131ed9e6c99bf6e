// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.SourcePosition;
import dev.veo3.video.VideoRequest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Counts the jobs that leave no trace, where traces of attempts of unknown fate are to be looked for. */
final class Traces {
    private final Function<VideoRequest, Optional<String>> obstacle;
    private final Map<String, Count> missing = new TreeMap<>();

    /** Jobs with the same obstacle: how many, and which was the first. */
    private record Count(long jobs, Optional<String> first) {}

    Traces(Function<VideoRequest, Optional<String>> obstacle) {
        this.obstacle = obstacle;
    }

    void look(VideoRequest request, Optional<String> job) {
        obstacle.apply(request).ifPresent(why -> missing.merge(why, new Count(1, job),
                (known, one) -> new Count(known.jobs() + 1, known.first())));
    }

    /** One warning for each obstacle, however many jobs have it. */
    void report(Problems problems) {
        missing.forEach((why, count) -> problems.warn(SourcePosition.NONE, count.first(),
                "reconciling is not possible for " + (count.jobs() == 1
                        ? "this job"
                        : count.jobs()
                                + " jobs, of which this is the first")
                        + ": " + why,
                "If its submission is of unknown fate, it is parked; a person decides then"));
    }
}
