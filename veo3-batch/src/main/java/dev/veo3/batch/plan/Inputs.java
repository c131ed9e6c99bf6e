// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.SourcePosition;
import dev.veo3.batch.manifest.VideoReference;
import dev.veo3.media.ImageInfo;
import dev.veo3.media.MediaException;
import dev.veo3.media.MediaInfo;
import dev.veo3.media.MediaInspector;
import dev.veo3.media.VideoInfo;
import dev.veo3.model.MediaCheck;
import dev.veo3.model.MediaProblem;
import dev.veo3.model.MediaRules;
import dev.veo3.model.MediaUse;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSource;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The pictures and videos that go into the jobs: finds them and looks inside, each file once. */
final class Inputs {
    private static final int MOST_LOOKS = 10_000;
    private static final Pattern WEB_ADDRESS = Pattern.compile("(?i)https?://");

    /** What is known of a file after a look inside. */
    private sealed interface Look {
        record Fine(MediaInfo info) implements Look {}

        record Bad(String reason) implements Look {}
    }

    private final Path workingDirectory;
    private final Optional<Path> manifestDirectory;
    private final Platform platform;
    private final ModelCatalog catalog;
    private final Problems problems;
    private final boolean isLooking;
    /** The files that were looked at last: many jobs may share one, and a million may each have its own. */
    private final Map<Path, Look> looks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Look> eldest) {
            return size() > MOST_LOOKS;
        }
    };

    private Inputs(PlanSettings settings, Optional<Path> manifestFile, Problems problems, boolean isLooking) {
        this.isLooking = isLooking;
        this.workingDirectory = settings.workingDirectory();
        this.manifestDirectory = manifestFile.map(file -> Optional.ofNullable(file.getParent()).orElse(Path.of("")));
        this.platform = settings.platform();
        this.catalog = settings.catalog();
        this.problems = problems;
    }

    /** Finds files and looks inside. */
    static Inputs looking(PlanSettings settings, Optional<Path> manifestFile, Problems problems) {
        return new Inputs(settings, manifestFile, problems, true);
    }

    /** Finds files only: somebody has looked inside before. */
    static Inputs locating(PlanSettings settings, Optional<Path> manifestFile, Problems problems) {
        return new Inputs(settings, manifestFile, problems, false);
    }

    /**
     * Where a name in the manifest leads: to Cloud Storage, or to a file that is looked for from the working directory and then
     * beside the manifest. Empty when the name is none; that has been reported then.
     */
    Optional<MediaSource> locate(String name, SourcePosition position, Optional<String> job) {
        if (VideoReference.isMeant(name)) {
            boolean found = VideoReference.idIn(name).isPresent();
            problems.add(position, job,
                    "\"" + name + (found
                            ? "\" is the video of a job, and a picture is needed here"
                            : "\" is no reference to the video of a job"),
                    found ? "Name a picture" : "Write \"video: ${id.video}\" with the id of a job");
            return Optional.empty();
        }
        if (name.startsWith("gs://")) {
            return cloud(name, position, job);
        }
        if (WEB_ADDRESS.matcher(name).lookingAt()) {
            problems.add(position, job, "\"" + name + "\" is an address on the web, and nothing is fetched from there",
                    "Download it and name the file, or name an object in Cloud Storage: gs://bucket/object");
            return Optional.empty();
        }
        try {
            Path here = workingDirectory.resolve(name);
            Optional<Path> beside = manifestDirectory.map(directory -> directory.resolve(name));
            Path found = !Files.exists(here) && beside.filter(Files::exists).isPresent() ? beside.get() : here;
            return Optional.of(MediaSource.file(found));
        } catch (InvalidPathException e) {
            problems.add(position, job, "\"" + name + "\" is no path: " + e.getReason(), "Name a file");
            return Optional.empty();
        }
    }

    private Optional<MediaSource> cloud(String name, SourcePosition position, Optional<String> job) {
        Optional<String> type = CloudTypes.of(name);
        if (type.isEmpty() || !name.matches("gs://[^/]+/.+")) {
            problems.add(position, job, "it is not clear what \"" + name + "\" is",
                    "Write gs://bucket/object with an object that ends in " + CloudTypes.endings());
            return Optional.empty();
        }
        return Optional.of(MediaSource.cloud(name, type.get()));
    }

    /** Checks every file of a request by the rules of its model; what is wrong becomes a problem at its place. */
    void check(VideoRequest request, Places places, Optional<String> job) {
        Optional<ModelId> model = Optional.of(request.model());
        Map<String, MediaSource> images = new LinkedHashMap<>();
        switch (request) {
            case VideoRequest.TextToVideo text -> {
            }
            case VideoRequest.ImageToVideo image -> images.put("image", image.image());
            case VideoRequest.Interpolation frames -> {
                images.put("first_frame", frames.firstFrame());
                images.put("last_frame", frames.lastFrame());
            }
            case VideoRequest.ReferencesToVideo references -> {
                references.images().forEach(image -> image(image, model, places.option("reference_images"), job));
                references.videos()
                        .forEach(video -> clip(video, model, places.option("reference_videos"), job));
            }
            case VideoRequest.Extension extension -> {
                if (ChainedVideo.parentOf(extension).isEmpty()) {
                    video(extension.video(), model, places.option("video"), job);
                }
            }
            case VideoRequest.Edit edit -> {
                if (ChainedVideo.parentOf(edit).isEmpty()) {
                    clip(edit.video(), MediaUse.Edit::new, model, places.option("video"), job);
                }
                edit.mask().ifPresent(mask -> images.put("mask", mask.image()));
            }
        }
        Map<String, ImageInfo> fine = new LinkedHashMap<>();
        images.forEach((key, source) -> image(source, model, places.option(key), job)
                .ifPresent(info -> fine.put(key, info)));
        ImageInfo first = fine.get("first_frame");
        ImageInfo last = fine.get("last_frame");
        if (first != null && last != null) {
            // What is wrong with one of them has been reported at its place.
            rules(new MediaUse.Frames(first, last), model).problems().stream()
                    .filter(MediaProblem.FramesDiffer.class::isInstance).forEach(differ -> problems
                            .add(places.option("last_frame"), job, differ.message(), differ.remedy()));
        }
    }

    /** Checks a picture; what is known of it when it is one. */
    Optional<ImageInfo> image(MediaSource source, Optional<ModelId> model, SourcePosition position,
            Optional<String> job) {
        kind(source, "image/", "picture", position, job);
        return look(source, position, job).flatMap(info -> switch (info) {
            case ImageInfo image -> {
                report(image, rules(new MediaUse.Image(image), model), position, job);
                yield Optional.of(image);
            }
            case VideoInfo video -> {
                problems.add(position, job, video.path() + " is a video", "Name a picture");
                yield Optional.empty();
            }
        });
    }

    /** The platform for which they are checked. */
    Platform platform() {
        return platform;
    }

    /** Checks a clip that is referred to. */
    void clip(VideoSource source, Optional<ModelId> model, SourcePosition position, Optional<String> job) {
        clip(source, MediaUse.Clip::new, model, position, job);
    }

    /** Checks a video that is to be extended. */
    private void video(VideoSource source, Optional<ModelId> model, SourcePosition position, Optional<String> job) {
        kind(source, platform == Platform.AGENT_PLATFORM ? "video/mp4" : "video/",
                platform == Platform.AGENT_PLATFORM ? "video in MP4" : "video", position, job);
        look(source, MediaUse.Extension::new, model, position, job);
    }

    /** Checks a video that is used in another way. */
    private void clip(VideoSource source, Function<VideoInfo, MediaUse> use, Optional<ModelId> model,
            SourcePosition position, Optional<String> job) {
        kind(source, "video/", "video", position, job);
        look(source, use, model, position, job);
    }

    private void look(VideoSource source, Function<VideoInfo, MediaUse> use, Optional<ModelId> model,
            SourcePosition position, Optional<String> job) {
        look(source, position, job).ifPresent(info -> {
            switch (info) {
                case VideoInfo video -> report(video, rules(use.apply(video), model), position, job);
                case ImageInfo image ->
                    problems.add(position, job, image.path() + " is a picture", "Name a video");
            }
        });
    }

    private MediaCheck rules(MediaUse use, Optional<ModelId> model) {
        return model.flatMap(id -> catalog.find(id, platform)).map(info -> MediaRules.check(use, info))
                .orElseGet(() -> MediaRules.checkUnknown(use));
    }

    private void report(MediaInfo file, MediaCheck check, SourcePosition position, Optional<String> job) {
        check.problems().forEach(problem -> problems.add(position, job, file.path() + ": " + problem.message(),
                problem.remedy()));
        check.warnings().forEach(warning -> problems.warn(position, job, file.path() + ": " + warning.message(),
                warning.remedy()));
    }

    /** What a look into a video that exists tells; empty when it is not there yet, or none. */
    Optional<VideoInfo> known(VideoSource source) {
        return source instanceof MediaSource.LocalFile file && !ChainedVideo.isToCome(file.path())
                && looks.computeIfAbsent(file.path(), Inputs::inspect) instanceof Look.Fine(MediaInfo info)
                && info instanceof VideoInfo video ? Optional.of(video) : Optional.empty();
    }

    /** Of an object in Cloud Storage only its type can be checked. */
    private void kind(VideoSource source, String type, String wanted, SourcePosition position, Optional<String> job) {
        if (source instanceof MediaSource.CloudObject object && !object.mimeType().startsWith(type)) {
            problems.add(position, job, object.uri() + " is of the type " + object.mimeType(), "Name a " + wanted);
        }
    }

    private Optional<MediaInfo> look(VideoSource source, SourcePosition position, Optional<String> job) {
        if (!isLooking) {
            return Optional.empty();
        }
        return switch (source) {
            case MediaSource.CloudObject object -> Optional.empty();
            case MediaSource.ServiceFile file -> Optional.empty();
            case VideoSource.OfOperation earlier -> Optional.empty();
            case MediaSource.LocalFile file -> switch (looks.computeIfAbsent(file.path(), Inputs::inspect)) {
                case Look.Fine(MediaInfo info) -> {
                    info.extensionMismatch()
                            .ifPresent(mismatch -> problems.warn(position, job, stripped(mismatch), ""));
                    yield Optional.of(info);
                }
                case Look.Bad(String reason) -> {
                    problems.add(position, job, stripped(reason), "");
                    yield Optional.empty();
                }
            };
        };
    }

    private static Look inspect(Path file) {
        try {
            return new Look.Fine(MediaInspector.inspect(file));
        } catch (MediaException e) {
            return new Look.Bad(String.valueOf(e.getMessage()));
        }
    }

    private static String stripped(String sentence) {
        return sentence.replaceAll("\\.$", "");
    }
}
