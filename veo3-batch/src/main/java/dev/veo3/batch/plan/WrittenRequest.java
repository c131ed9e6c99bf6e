// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.JobType;
import dev.veo3.batch.manifest.SourcePosition;
import dev.veo3.batch.manifest.Value;
import dev.veo3.batch.manifest.VideoReference;
import dev.veo3.model.ModelId;
import dev.veo3.video.MediaSource;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a request of the inputs that one job of a manifest names; what is wrong with them becomes a problem at its place. */
final class WrittenRequest {
    // Any model does until the job's own takes its place.
    private static final ModelId STANDARD = ModelId.VEO_3_1;

    private static final List<String> PICTURES = List.of("image", "first_frame", "last_frame");

    private final Value.Mapping options;
    private final Optional<ModelId> model;
    private final Places places;
    private final Inputs inputs;
    private final Problems problems;
    private final Optional<String> id;

    WrittenRequest(Value.Mapping options, Optional<ModelId> model, Places places, Inputs inputs, Problems problems,
            Optional<String> id) {
        this.options = options;
        this.model = model;
        this.places = places;
        this.inputs = inputs;
        this.problems = problems;
        this.id = id;
    }

    /** The request with its inputs, and with the standard model and settings; empty when an input is wrong. */
    Optional<VideoRequest> read(JobType type) {
        return switch (type) {
            case GENERATE -> prompt().map(VideoRequest::text);
            case ANIMATE -> image("image").map(
                    image -> new VideoRequest.ImageToVideo(STANDARD, image, prompt(), VideoSettings.standard()));
            case INTERPOLATE -> interpolation();
            case REFERENCES -> references();
            case EXTEND -> source("video").map(video -> checked(
                    new VideoRequest.Extension(STANDARD, video, prompt(), VideoSettings.standard())));
            case EDIT -> source("video").flatMap(video -> prompt().map(prompt -> checked(
                    new VideoRequest.Edit(STANDARD, video, prompt, Optional.empty(), VideoSettings.standard()))));
        };
    }

    /** The job whose video goes into this one. */
    Optional<String> videoOf(JobType type) {
        return switch (type) {
            case GENERATE, ANIMATE, INTERPOLATE, REFERENCES -> Optional.empty();
            case EXTEND, EDIT -> anyVideoOf();
        };
    }

    /** The job whose video goes into one whose type is wrong. */
    Optional<String> anyVideoOf() {
        return words("video").flatMap(VideoReference::idIn);
    }

    /** Looks at the pictures of a job whose type is wrong: whatever it was to be, they must be there. */
    void checkPictures() {
        PICTURES.forEach(this::image);
        sources("reference_images").stream().flatMap(List::stream)
                .forEach(image -> inputs.image(image, model, places.option("reference_images"), id));
    }

    private VideoRequest checked(VideoRequest request) {
        if (words("video").flatMap(VideoReference::idIn).isEmpty()) {
            inputs.check(model.map(request::withModel).orElse(request), places, id);
        }
        return request;
    }

    private Optional<VideoRequest> interpolation() {
        Optional<MediaSource> first = source("first_frame");
        Optional<MediaSource> last = source("last_frame");
        if (first.isPresent() && last.isPresent()) {
            VideoRequest request = new VideoRequest.Interpolation(STANDARD, first.get(), last.get(), prompt(),
                    VideoSettings.standard());
            inputs.check(model.map(request::withModel).orElse(request), places, id);
            return Optional.of(request);
        }
        first.ifPresent(frame -> inputs.image(frame, model, places.option("first_frame"), id));
        last.ifPresent(frame -> inputs.image(frame, model, places.option("last_frame"), id));
        return Optional.empty();
    }

    private Optional<VideoRequest> references() {
        Optional<List<MediaSource>> images = sources("reference_images");
        Optional<List<MediaSource>> videos = sources("reference_videos");
        images.stream().flatMap(List::stream)
                .forEach(image -> inputs.image(image, model, places.option("reference_images"), id));
        videos.stream().flatMap(List::stream)
                .forEach(video -> inputs.clip(video, model, places.option("reference_videos"), id));
        if (images.isEmpty() || videos.isEmpty()) {
            return Optional.empty();
        }
        if (images.get().isEmpty() && videos.get().isEmpty()) {
            problems.add(places.key("options"), id, "a job of type \"" + JobType.REFERENCES.word()
                    + "\" needs the option \"reference_images\" or \"reference_videos\"",
                    "Write a list under \"options:\", for example \"reference_images: [a.png, b.png]\"");
            return Optional.empty();
        }
        return prompt().map(prompt -> new VideoRequest.ReferencesToVideo(STANDARD, prompt, images.get(), videos.get(),
                VideoSettings.standard()));
    }

    private Optional<MediaSource> image(String option) {
        Optional<MediaSource> source = source(option);
        source.ifPresent(image -> inputs.image(image, model, places.option(option), id));
        return source;
    }

    private Optional<MediaSource> source(String option) {
        return words(option).filter(name -> !name.isBlank())
                .flatMap(name -> option.equals("video") && VideoReference.idIn(name).isPresent()
                        ? Optional.of(ChainedVideo.TO_COME)
                        : inputs.locate(name, places.option(option), id));
    }

    /** What a list names; a single name is a list of one. Empty when something is wrong with it, which has been reported then. */
    private Optional<List<MediaSource>> sources(String option) {
        Optional<Value> written = options.get(option);
        if (written.isEmpty()) {
            return Optional.of(List.of());
        }
        List<Value> items = written.get() instanceof Value.Sequence list ? list.items() : List.of(written.get());
        List<MediaSource> found = new ArrayList<>();
        for (Value item : items) {
            reference(option, item).ifPresent(found::add);
        }
        return found.size() == items.size() ? Optional.of(found) : Optional.empty();
    }

    private Optional<MediaSource> reference(String option, Value item) {
        SourcePosition position = item.position();
        if (!(item instanceof Value.Scalar scalar) || scalar.text().isBlank()) {
            problems.add(position, id, "in \"" + option + "\" stands " + (item instanceof Value.Scalar
                    ? "nothing"
                    : item.describe()) + " where a name should", "Write the name of a file, or take it out");
            return Optional.empty();
        }
        if (VideoReference.isMeant(scalar.text())) {
            problems.add(position, id,
                    "\"" + scalar.text() + "\" stands for the video of a job, which only a job of the"
                            + " types " + JobType.EXTEND.word() + " and " + JobType.EDIT.word() + " takes",
                    "Name a file");
            return Optional.empty();
        }
        return inputs.locate(scalar.text(), position, id);
    }

    private Optional<String> prompt() {
        return words("prompt").filter(prompt -> !prompt.isBlank());
    }

    /** A scalar's text; anything else is reported where the job is read. */
    private Optional<String> words(String option) {
        return options.get(option).flatMap(
                value -> value instanceof Value.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty());
    }
}
