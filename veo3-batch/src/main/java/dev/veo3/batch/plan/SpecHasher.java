// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelId;
import dev.veo3.model.Resolution;
import dev.veo3.video.Compression;
import dev.veo3.video.Delivery;
import dev.veo3.video.MediaSource;
import dev.veo3.video.ResizeMode;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import dev.veo3.video.VideoSource;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes the hashes of one plan: what is hashed, in which order, is said here. A change here is a new version. Thread-safe. */
final class SpecHasher {
    private final FileDigests files;
    /** The one that was used last, unless a job is being hashed. */
    private final AtomicReference<@Nullable SpecText> spare = new AtomicReference<>();

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
        SpecText known = spare.getAndSet(null);
        SpecText text = known == null ? new SpecText() : known;
        text.clear();
        write(request, model, parent, text);
        SpecHash hash = text.hash();
        spare.set(text);
        return hash;
    }

    private void write(VideoRequest request, Optional<ModelId> model, Optional<Parent> parent, SpecText lines) {
        lines.add("kind", request.feature().name());
        lines.add("model", model.map(ModelId::value));
        lines.add("prompt", request.promptText());
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
    }

    private static void settings(VideoSettings settings, SpecText lines) {
        lines.add("duration", settings.duration().map(length -> length.toMillis() + "ms"));
        lines.add("resolution", settings.resolution().map(Resolution::wire));
        lines.add("aspect_ratio", settings.aspectRatio().map(AspectRatio::wire));
        lines.add("negative_prompt", settings.negativePrompt());
        settings.seed().ifPresent(seed -> lines.add("seed", Long.toString(seed)));
        lines.add("person_generation", settings.personGeneration());
        lines.add("generate_audio", settings.sound().map(on -> Boolean.toString(on)));
        settings.samples().ifPresent(count -> lines.add("sample_count", Integer.toString(count)));
        lines.add("storage_uri", settings.storageUri());
        lines.add("enhance_prompt", settings.enhancePrompt().map(on -> Boolean.toString(on)));
        lines.add("compression", settings.compression().map(Compression::wire));
        lines.add("resize", settings.resize().map(ResizeMode::wire));
        settings.fps().ifPresent(pictures -> lines.add("fps", Integer.toString(pictures)));
        lines.add("pubsub_topic", settings.pubsubTopic());
        lines.add("delivery", settings.delivery().map(Delivery::wire));
        if (!settings.labels().isEmpty()) {
            new TreeMap<>(settings.labels()).forEach((key, value) -> lines.add("label " + key, value));
        }
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
}
