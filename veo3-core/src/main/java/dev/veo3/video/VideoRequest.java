// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.Billable;
import dev.veo3.model.Feature;
import dev.veo3.model.ModelId;
import dev.veo3.model.Resolution;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request for a video. Each kind has exactly the inputs that the service allows together, so a combination that it
 * excludes cannot be written. Immutable.
 *
 * {@snippet file="dev/veo3/SnippetsTest.java" region="request"}
 *
 * @since 1.0
 */
public sealed interface VideoRequest extends Billable {

    /** How the video is to be made. */
    VideoSettings settings();

    /** The words that describe the video; empty where a kind needs none. */
    Optional<String> promptText();

    /** The same request of another model. */
    VideoRequest withModel(ModelId other);

    /** The same request with other settings. */
    VideoRequest withSettings(VideoSettings other);

    @Override
    default Optional<Duration> duration() {
        return settings().duration();
    }

    @Override
    default Optional<Resolution> resolution() {
        return settings().resolution();
    }

    @Override
    default int samples() {
        return settings().samples().orElse(1);
    }

    @Override
    default boolean withSound() {
        return settings().sound().orElse(true);
    }

    /** A video from a text. */
    record TextToVideo(ModelId model, String prompt, VideoSettings settings) implements VideoRequest {

        /** The prompt is not blank. */
        public TextToVideo {
            requireText(prompt);
        }

        @Override
        public Optional<String> promptText() {
            return Optional.of(prompt);
        }

        @Override
        public Feature feature() {
            return Feature.TEXT;
        }

        @Override
        public TextToVideo withModel(ModelId other) {
            return new TextToVideo(other, prompt, settings);
        }

        @Override
        public TextToVideo withSettings(VideoSettings other) {
            return new TextToVideo(model, prompt, other);
        }
    }

    /** A video that begins with a picture. */
    record ImageToVideo(ModelId model, MediaSource image, Optional<String> promptText, VideoSettings settings)
            implements
                VideoRequest {

        @Override
        public Feature feature() {
            return Feature.IMAGE;
        }

        @Override
        public ImageToVideo withModel(ModelId other) {
            return new ImageToVideo(other, image, promptText, settings);
        }

        @Override
        public ImageToVideo withSettings(VideoSettings other) {
            return new ImageToVideo(model, image, promptText, other);
        }
    }

    /** A video between two pictures of equal size. */
    record Interpolation(ModelId model, MediaSource firstFrame, MediaSource lastFrame, Optional<String> promptText,
            VideoSettings settings) implements VideoRequest {

        @Override
        public Feature feature() {
            return Feature.INTERPOLATION;
        }

        @Override
        public Interpolation withModel(ModelId other) {
            return new Interpolation(other, firstFrame, lastFrame, promptText, settings);
        }

        @Override
        public Interpolation withSettings(VideoSettings other) {
            return new Interpolation(model, firstFrame, lastFrame, promptText, other);
        }
    }

    /**
     * A video with the persons, things or places of other pictures and clips. At least one picture or clip; how many the service
     * takes depends on the model.
     *
     * @param prompt says what happens; Omni's may name them {@code <IMAGE_REF_0>} and {@code <VIDEO_REF_0>}, counted from 0
     */
    record ReferencesToVideo(ModelId model, String prompt, List<MediaSource> images, List<MediaSource> videos,
            VideoSettings settings) implements VideoRequest {

        /** Copies the lists. The prompt is not blank. */
        public ReferencesToVideo {
            requireText(prompt);
            images = List.copyOf(images);
            videos = List.copyOf(videos);
            if (images.isEmpty() && videos.isEmpty()) {
                throw new IllegalArgumentException("There is no reference: name at least one picture or clip");
            }
        }

        @Override
        public Optional<String> promptText() {
            return Optional.of(prompt);
        }

        @Override
        public Feature feature() {
            return Feature.REFERENCES;
        }

        @Override
        public ReferencesToVideo withModel(ModelId other) {
            return new ReferencesToVideo(other, prompt, images, videos, settings);
        }

        @Override
        public ReferencesToVideo withSettings(VideoSettings other) {
            return new ReferencesToVideo(model, prompt, images, videos, other);
        }
    }

    /** A video that goes on where another one ended. Veo adds 7 seconds, Omni as many as the settings say. */
    record Extension(ModelId model, VideoSource video, Optional<String> promptText, VideoSettings settings)
            implements
                VideoRequest {

        @Override
        public Feature feature() {
            return Feature.EXTENSION;
        }

        @Override
        public Extension withModel(ModelId other) {
            return new Extension(other, video, promptText, settings);
        }

        @Override
        public Extension withSettings(VideoSettings other) {
            return new Extension(model, video, promptText, other);
        }
    }

    /**
     * A video in which something is changed.
     *
     * @param prompt says what
     * @param mask says where, for models of Veo
     */
    record Edit(ModelId model, VideoSource video, String prompt, Optional<EditMask> mask, VideoSettings settings)
            implements
                VideoRequest {

        /** The prompt is not blank. */
        public Edit {
            requireText(prompt);
        }

        @Override
        public Optional<String> promptText() {
            return Optional.of(prompt);
        }

        @Override
        public Feature feature() {
            return Feature.EDIT;
        }

        @Override
        public Edit withModel(ModelId other) {
            return new Edit(other, video, prompt, mask, settings);
        }

        @Override
        public Edit withSettings(VideoSettings other) {
            return new Edit(model, video, prompt, mask, other);
        }
    }

    /** A video from a text, with the library's standard model and the service's standard settings. */
    static TextToVideo text(String prompt) {
        return new TextToVideo(ModelId.VEO_3_1, prompt, VideoSettings.standard());
    }

    /** A video that begins with a picture. */
    static ImageToVideo image(MediaSource image, String prompt) {
        return new ImageToVideo(ModelId.VEO_3_1, image, Optional.of(prompt), VideoSettings.standard());
    }

    /** A video between two pictures. */
    static Interpolation interpolation(MediaSource firstFrame, MediaSource lastFrame) {
        return new Interpolation(ModelId.VEO_3_1, firstFrame, lastFrame, Optional.empty(), VideoSettings.standard());
    }

    /** A video with the persons, things or places of other pictures. */
    static ReferencesToVideo references(List<MediaSource> images, String prompt) {
        return new ReferencesToVideo(ModelId.VEO_3_1, prompt, images, List.of(), VideoSettings.standard());
    }

    /** A video that goes on where another one ended. */
    static Extension extension(VideoSource video, String prompt) {
        return new Extension(ModelId.VEO_3_1, video, Optional.of(prompt), VideoSettings.standard());
    }

    /** A video in which something is changed, by the model of Gemini Omni that serves both platforms. */
    static Edit edit(VideoSource video, String prompt) {
        return new Edit(ModelId.OMNI_1_2, video, prompt, Optional.empty(), VideoSettings.standard());
    }

    private static void requireText(String prompt) {
        if (prompt.isBlank()) {
            throw new IllegalArgumentException("The prompt is blank: describe the video in words");
        }
    }
}
