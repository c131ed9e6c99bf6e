// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.media.VideoInfo;
import dev.veo3.model.DurationRule;
import dev.veo3.model.Feature;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.Platform;
import dev.veo3.model.Resolution;
import dev.veo3.model.Trait;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Checks videos that do not exist yet: what a job takes from another is known by what that one asks for. */
final class Chains {
    private static final Promise NOTHING = new Promise(Optional.empty(), Optional.empty());

    private final Platform platform;
    private final Dependencies dependencies;
    private final IntFunction<Draft> drafts;
    private final Function<VideoSource, Optional<VideoInfo>> look;
    private final Problems problems;
    /** By job, in four bytes; 0 where it has not been worked out. */
    private int[] promises = {};

    /**
     * @param drafts gives the draft of a job
     * @param look into a video that exists
     */
    Chains(Platform platform, Dependencies dependencies, IntFunction<Draft> drafts,
            Function<VideoSource, Optional<VideoInfo>> look, Problems problems) {
        this.platform = platform;
        this.dependencies = dependencies;
        this.drafts = drafts;
        this.look = look;
        this.problems = problems;
    }

    /**
     * What is known of the video that a job will make.
     *
     * @param length empty when the length of what it goes on from is not known
     */
    private record Promise(Optional<Duration> length, Optional<Resolution> resolution) {
        private static final int UNKNOWN = (1 << 24) - 1;
        private static final List<Resolution> RESOLUTIONS = List.of(Resolution.values());

        int pack() {
            int millis = length.map(time -> (int) Math.min(time.toMillis(), UNKNOWN - 1)).orElse(UNKNOWN);
            return 1 << 30 | resolution.map(is -> RESOLUTIONS.indexOf(is) + 1).orElse(0) << 24 | millis;
        }

        static Promise unpack(int packed) {
            int millis = packed & UNKNOWN;
            int resolution = (packed >> 24) & 0xF;
            return new Promise(millis == UNKNOWN ? Optional.empty() : Optional.of(Duration.ofMillis(millis)),
                    resolution == 0 ? Optional.empty() : Optional.of(RESOLUTIONS.get(resolution - 1)));
        }
    }

    /** Checks every video that a job takes from another. There must be no cycle. */
    void check(int jobs) {
        if (dependencies.isEmpty()) {
            return;
        }
        promises = new int[jobs];
        for (int job = 0; job < jobs && !problems.isFull(); job++) {
            OptionalInt parent = dependencies.inputOf(job);
            if (parent.isPresent()) {
                Draft draft = drafts.apply(job);
                Promise input = promise(parent.getAsInt());
                draft.whole().ifPresent(whole -> check(draft, whole, input, parent.getAsInt()));
            }
        }
    }

    private void check(Draft draft, Draft.Whole job, Promise input, int parent) {
        boolean extended = job.request().feature() == Feature.EXTENSION;
        // A limit that is doubted is told of files only, as a warning.
        Optional<Duration> longest = job.model()
                .filter(info -> extended || info.doubt(Trait.MEDIA, "edit_seconds").or(() -> info.doubt(Trait.MEDIA))
                        .isEmpty())
                .flatMap(info -> extended ? info.media().extensionLength() : info.media().editLength())
                .map(DurationRule.Between::longest);
        input.length().filter(length -> longest.isPresent() && length.compareTo(longest.get()) > 0)
                .ifPresent(length -> report(draft, parent, "will last " + length.toSeconds() + " s, and "
                        + platform.title() + (extended ? " extends" : " changes") + " videos of at most "
                        + longest.map(Duration::toSeconds).orElse(0L) + " s",
                        "End the chain with that job"));
        input.resolution().filter(size -> extended).filter(Resolution.P360::equals)
                .filter(small -> platform == Platform.AGENT_PLATFORM)
                .ifPresent(small -> report(draft, parent,
                        "will have " + small + ", and " + platform.title() + " extends videos of 720p, 1080p and 4k",
                        "Ask for 720p there"));
    }

    private void report(Draft draft, int parent, String message, String remedy) {
        problems.add(draft.places().option("video"), draft.id(), "the video of job \""
                + drafts.apply(parent).id().orElse("") + "\" " + message, remedy);
    }

    private Promise promise(int first) {
        // Not by recursion: nobody bounds how long a chain is written.
        List<Integer> way = new ArrayList<>();
        OptionalInt next = OptionalInt.of(first);
        while (next.isPresent() && promises[next.getAsInt()] == 0) {
            way.add(next.getAsInt());
            next = dependencies.inputOf(next.getAsInt());
        }
        Promise promise = next.isPresent() ? Promise.unpack(promises[next.getAsInt()]) : NOTHING;
        for (int job : way.reversed()) {
            Promise input = promise;
            promise = drafts.apply(job).whole().map(whole -> promise(whole, input)).orElse(NOTHING);
            promises[job] = promise.pack();
        }
        return promise;
    }

    private Promise promise(Draft.Whole job, Promise parent) {
        VideoRequest request = job.request();
        Promise input = ChainedVideo.video(request).flatMap(look)
                .map(video -> new Promise(Optional.of(video.duration()), Optional.empty())).orElse(parent);
        boolean reworked = request.feature() == Feature.EXTENSION || request.feature() == Feature.EDIT;
        return new Promise(length(job, request, input),
                request.settings().resolution().or(() -> reworked ? input.resolution() : Optional.empty()));
    }

    private static Optional<Duration> length(Draft.Whole job, VideoRequest request, Promise input) {
        return switch (request.feature()) {
            case EXTENSION -> input.length()
                    .map(job.model().map(info -> info.billedLength(request)).orElse(ModelInfo.VEO_EXTENSION)::plus);
            // As long as what it changes.
            case EDIT -> input.length();
            case TEXT, IMAGE, INTERPOLATION, REFERENCES ->
                request.settings().duration().or(() -> job.model().map(info -> info.billedLength(request)));
        };
    }
}
