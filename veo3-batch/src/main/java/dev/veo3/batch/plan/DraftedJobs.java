package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.plan.Chains.Promise;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.Platform;
import dev.veo3.model.Usd;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Jobs whose parts have been checked, until it is known which of them take the video of which. */
final class DraftedJobs {

    /**
     * One of them.
     *
     * @param writtenModel empty when the library chose the model
     * @param model what is known of it, if anything
     */
    record Draft(int index, String id, VideoRequest request, Optional<ModelId> writtenModel, Optional<ModelInfo> model,
            Path output, Optional<Usd> price, JobTerms terms, Places places) {}

    private final Inputs inputs;
    private final Problems problems;
    private final Chains chains;
    private final SpecHasher hasher = new SpecHasher(new FileDigests());
    private final Map<Integer, Draft> drafts = new HashMap<>();
    private final Map<Integer, Promise> promises = new HashMap<>();

    DraftedJobs(Platform platform, Inputs inputs, Problems problems) {
        this.inputs = inputs;
        this.problems = problems;
        this.chains = new Chains(platform, problems);
    }

    void add(Draft draft) {
        drafts.put(draft.index(), draft);
    }

    /** Checks the videos that jobs take from each other. */
    void checkChains(Dependencies dependencies) {
        if (dependencies.isEmpty() || !dependencies.cycles().isEmpty()) {
            return;
        }
        for (Draft draft : drafts.values()) {
            OptionalInt input = dependencies.inputOf(draft.index());
            Draft parent = input.isPresent() ? drafts.get(input.getAsInt()) : null;
            if (parent != null) {
                chains.check(draft.request(), promise(parent.index(), dependencies), parent.id(),
                        draft.places().option("video"), Optional.of(draft.id()));
            }
        }
    }

    private Promise promise(int first, Dependencies dependencies) {
        // Not by recursion: nobody bounds how long a chain is written.
        List<Integer> way = new ArrayList<>();
        OptionalInt next = OptionalInt.of(first);
        while (next.isPresent() && !promises.containsKey(next.getAsInt())) {
            way.add(next.getAsInt());
            next = dependencies.inputOf(next.getAsInt());
        }
        Promise input = next.isPresent() ? known(next.getAsInt()) : Promise.NOTHING;
        for (int job : way.reversed()) {
            Draft draft = drafts.get(job);
            input = draft == null ? Promise.NOTHING : promise(draft, input, dependencies);
            promises.put(job, input);
        }
        return input;
    }

    private Promise promise(Draft draft, Promise parent, Dependencies dependencies) {
        Promise input = dependencies.inputOf(draft.index()).isPresent()
                ? parent
                : ChainedVideo.video(draft.request()).flatMap(inputs::known).map(Chains::promise)
                        .orElse(Promise.NOTHING);
        return Chains.promise(draft.request(), draft.model(), input);
    }

    private Promise known(int job) {
        Promise promise = promises.get(job);
        return promise == null ? Promise.NOTHING : promise;
    }

    /** The jobs in the order of the manifest. There must be no problem by now; an input that cannot be read becomes one. */
    List<Job> jobs(Dependencies dependencies) {
        @Nullable
        Job[] jobs = new @Nullable Job[drafts.size()];
        for (int i = 0; i < jobs.length; i++) {
            List<Integer> way = new ArrayList<>();
            OptionalInt next = OptionalInt.of(i);
            while (next.isPresent() && jobs[next.getAsInt()] == null) {
                way.add(next.getAsInt());
                next = dependencies.inputOf(next.getAsInt());
            }
            for (int job : way.reversed()) {
                jobs[job] = job(job, jobs, dependencies);
            }
        }
        List<Job> all = new ArrayList<>(jobs.length);
        for (Job job : jobs) {
            if (job != null) {
                all.add(job);
            }
        }
        return all;
    }

    private @Nullable Job job(int index, @Nullable Job[] jobs, Dependencies dependencies) {
        Draft draft = drafts.get(index);
        if (draft == null) {
            throw new IllegalStateException("Job " + index + " has a problem, and the plan was made all the same");
        }
        OptionalInt input = dependencies.inputOf(index);
        Job parent = input.isPresent() ? jobs[input.getAsInt()] : null;
        VideoRequest request = parent == null
                ? draft.request()
                : ChainedVideo.with(draft.request(), MediaSource.file(parent.files().get(0)));
        try {
            SpecHash hash = hasher.of(request, draft.writtenModel(),
                    Optional.ofNullable(parent).map(job -> new SpecHasher.Parent(job.id(), job.specHash())));
            return new Job(index, draft.id(), request, draft.output(), draft.price(), draft.terms().priority(),
                    dependencies.parents(index).boxed().toList(), input, draft.terms().timeout(), hash);
        } catch (UncheckedIOException e) {
            problems.add(draft.places().key("options"), Optional.of(draft.id()),
                    "an input cannot be read: " + e.getCause(), "Correct the path, or the permissions");
            return null;
        }
    }
}
