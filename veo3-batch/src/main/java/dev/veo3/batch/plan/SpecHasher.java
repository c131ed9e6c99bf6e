package dev.veo3.batch.plan;

import dev.veo3.model.ModelId;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import dev.veo3.video.VideoSource;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes the hashes of one plan. What is hashed is a text of lines {@code name=length:value}, in a fixed order and without the
 * lines for what was left out: the length keeps two specifications apart whatever their values contain. A change here is a
 * new version.
 */
final class SpecHasher {
    private static final String VERSION = "v1:";

    private final FileDigests files;

    SpecHasher(FileDigests files) {
        this.files = files;
    }

    /** The job whose video goes into the request. */
    record Parent(String id, SpecHash hash) {}

    /**
     * The hash of a request.
     *
     * @param model as it was written; empty when the library chose it
     * @param parent whose video the request takes
     * @throws java.io.UncheckedIOException when an input file cannot be read
     */
    SpecHash of(VideoRequest request, Optional<ModelId> model, Optional<Parent> parent) {
        return new SpecHash(VERSION + HexFormat.of().formatHex(
                FileDigests.sha256().digest(text(request, model, parent).getBytes(StandardCharsets.UTF_8))));
    }

    private String text(VideoRequest request, Optional<ModelId> model, Optional<Parent> parent) {
        Lines lines = new Lines();
        lines.add("kind", request.feature().name());
        model.ifPresent(id -> lines.add("model", id.value()));
        request.promptText().ifPresent(prompt -> lines.add("prompt", prompt));
        settings(request.settings(), lines);
        switch (request) {
            case VideoRequest.TextToVideo text -> {
            }
            case VideoRequest.ImageToVideo image -> lines.add("image", content(image.image()));
            case VideoRequest.Interpolation frames -> {
                lines.add("first_frame", content(frames.firstFrame()));
                lines.add("last_frame", content(frames.lastFrame()));
            }
            case VideoRequest.ReferencesToVideo references -> {
                references.images().forEach(image -> lines.add("reference_image", content(image)));
                references.videos().forEach(video -> lines.add("reference_video", content(video)));
            }
            case VideoRequest.Extension extension ->
                lines.add("video", parent.map(SpecHasher::made).orElseGet(() -> content(extension.video())));
            case VideoRequest.Edit edit -> {
                lines.add("video", parent.map(SpecHasher::made).orElseGet(() -> content(edit.video())));
                edit.mask().ifPresent(mask -> lines.add("mask " + mask.mode().wire(), content(mask.image())));
            }
        }
        return lines.text.toString();
    }

    private static void settings(VideoSettings settings, Lines lines) {
        settings.duration().ifPresent(length -> lines.add("duration", length.toMillis() + "ms"));
        settings.resolution().ifPresent(resolution -> lines.add("resolution", resolution.wire()));
        settings.aspectRatio().ifPresent(ratio -> lines.add("aspect_ratio", ratio.wire()));
        settings.negativePrompt().ifPresent(words -> lines.add("negative_prompt", words));
        settings.seed().ifPresent(seed -> lines.add("seed", Long.toString(seed)));
        settings.personGeneration().ifPresent(word -> lines.add("person_generation", word));
        settings.sound().ifPresent(on -> lines.add("generate_audio", Boolean.toString(on)));
        settings.samples().ifPresent(count -> lines.add("sample_count", Integer.toString(count)));
        settings.storageUri().ifPresent(uri -> lines.add("storage_uri", uri));
        settings.enhancePrompt().ifPresent(on -> lines.add("enhance_prompt", Boolean.toString(on)));
        settings.compression().ifPresent(word -> lines.add("compression", word.wire()));
        settings.resize().ifPresent(mode -> lines.add("resize", mode.wire()));
        settings.fps().ifPresent(pictures -> lines.add("fps", Integer.toString(pictures)));
        settings.pubsubTopic().ifPresent(topic -> lines.add("pubsub_topic", topic));
        settings.delivery().ifPresent(way -> lines.add("delivery", way.wire()));
        new TreeMap<>(settings.labels()).forEach((key, value) -> lines.add("label " + key, value));
    }

    private static String made(Parent parent) {
        return "job " + parent.id() + " " + parent.hash();
    }

    private String content(VideoSource source) {
        return switch (source) {
            case MediaSource.LocalFile file -> "sha256 " + files.of(file.path());
            case MediaSource.CloudObject object -> object.uri();
            case MediaSource.ServiceFile file -> file.uri();
            case VideoSource.OfOperation earlier -> earlier.operation().value();
        };
    }

    private static final class Lines {
        private final StringBuilder text = new StringBuilder(256);

        void add(String name, String value) {
            text.append(name).append('=').append(value.length()).append(':').append(value).append('\n');
        }
    }
}
