package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.SourcePosition;
import dev.veo3.media.VideoInfo;
import dev.veo3.model.Feature;
import dev.veo3.model.MediaRules;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.Platform;
import dev.veo3.model.Resolution;
import dev.veo3.video.VideoRequest;
import java.time.Duration;
import java.util.Optional;

/** Checks videos that do not exist yet: what a job takes from another is known by what that one asks for. */
final class Chains {
    private final Platform platform;
    private final Problems problems;

    Chains(Platform platform, Problems problems) {
        this.platform = platform;
        this.problems = problems;
    }

    /**
     * What is known of the video that a job will make.
     *
     * @param length empty when the length of what it goes on from is not known
     */
    record Promise(Optional<Duration> length, Optional<Resolution> resolution) {

        static final Promise NOTHING = new Promise(Optional.empty(), Optional.empty());
    }

    /**
     * What a request promises.
     *
     * @param input the promise of the job whose video it takes, or what a look into the video told
     */
    static Promise promise(VideoRequest request, Optional<ModelInfo> model, Promise input) {
        boolean extended = request.feature() == Feature.EXTENSION;
        Optional<Duration> length = extended
                ? input.length()
                        .map(model.map(info -> info.billedLength(request)).orElse(ModelInfo.VEO_EXTENSION)::plus)
                : request.settings().duration().or(() -> model.map(info -> info.billedLength(request)));
        return new Promise(length, request.settings().resolution().or(() -> extended
                ? input.resolution()
                : Optional.empty()));
    }

    static Promise promise(VideoInfo video) {
        return new Promise(Optional.of(video.duration()), Optional.empty());
    }

    /** Checks the video of another job that is to be extended. */
    void check(VideoRequest request, Promise input, String parent, SourcePosition position, Optional<String> job) {
        if (request.feature() != Feature.EXTENSION) {
            return;
        }
        Duration longest = MediaRules.longestToExtend(platform);
        input.length().filter(length -> length.compareTo(longest) > 0)
                .ifPresent(length -> problems.add(position, job,
                        "the video of job \"" + parent + "\" will last " + length.toSeconds() + " s, and "
                                + platform.title() + " extends videos of at most " + longest.toSeconds() + " s",
                        "End the chain with that job"));
        input.resolution().filter(Resolution.P360::equals).filter(small -> platform == Platform.AGENT_PLATFORM)
                .ifPresent(small -> problems.add(position, job,
                        "the video of job \"" + parent + "\" will have " + small + ", and " + platform.title()
                                + " extends videos of 720p, 1080p and 4k",
                        "Ask for 720p there"));
    }
}
