// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Makes jobs of drafts, now that it is known which of them take the video of which. Thread-safe. */
final class JobBuilder {
    private final Dependencies dependencies;
    private final SpecHasher hasher = new SpecHasher(new FileDigests());

    JobBuilder(Dependencies dependencies) {
        this.dependencies = dependencies;
    }

    /**
     * A job, with those before it in its chain.
     *
     * @param drafts gives the draft of a job
     * @param made jobs that exist already, and takes those that are made; null for a chain of which nothing is kept
     * @throws java.io.UncheckedIOException when an input file cannot be read
     */
    Job job(int index, IntFunction<Draft> drafts, @Nullable Job @Nullable [] made) {
        if (dependencies.isEmpty()) {
            return job(index, drafts.apply(index), null);
        }
        // Not by recursion: nobody bounds how long a chain is written.
        List<Integer> way = new ArrayList<>();
        OptionalInt next = OptionalInt.of(index);
        Job job = null;
        while (next.isPresent() && job == null) {
            job = made == null ? null : made[next.getAsInt()];
            if (job == null) {
                way.add(next.getAsInt());
                next = dependencies.inputOf(next.getAsInt());
            }
        }
        for (int step : way.reversed()) {
            job = job(step, drafts.apply(step), job);
            if (made != null) {
                made[step] = job;
            }
        }
        return Objects.requireNonNull(job);
    }

    private Job job(int index, Draft draft, @Nullable Job parent) {
        Draft.Whole whole = draft.whole()
                .orElseThrow(
                        () -> new IllegalStateException("Job " + index + " is wrong, and was planned all the same"));
        VideoRequest request = parent == null
                ? whole.request()
                : ChainedVideo.with(whole.request(), MediaSource.file(parent.files().get(0)));
        SpecHash hash = hasher.of(request, whole.writtenModel(),
                Optional.ofNullable(parent).map(job -> new SpecHasher.Parent(job.id(), job.specHash())));
        return new Job(index, whole.id(), request, whole.output(), whole.price(), draft.terms().priority(),
                dependencies.isEmpty() ? List.of() : dependencies.parents(index).boxed().toList(),
                dependencies.inputOf(index), draft.terms().timeout(), hash);
    }
}
