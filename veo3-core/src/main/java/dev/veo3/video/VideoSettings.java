// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.AspectRatio;
import dev.veo3.model.Resolution;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a video is to be made. What is empty is left to the service. Immutable.
 *
 * @param duration the length of the video
 * @param negativePrompt what must not be in it
 * @param seed 0 to 4,294,967,295
 * @param personGeneration the service's word for which persons may be shown; its documents disagree on the words
 * @param sound whether the video has sound, for models that leave the choice
 * @param samples how many videos to make
 * @param storageUri a {@code gs://bucket/prefix/} under which the service puts the videos
 * @param enhancePrompt whether Veo may write the prompt anew
 * @param compression how Veo writes the file
 * @param resize how Veo fits a picture into a video of another shape
 * @param fps how many pictures a second Veo makes; it makes 24 unless told otherwise, and no document says what another number does
 * @param pubsubTopic where Veo on the Agent Platform tells how far it is: {@code projects/P/topics/T}
 * @param delivery how Omni hands the video over
 * @param labels for the bill: keys and values of lowercase letters, digits, {@code _} and {@code -}
 * @since 1.0
 */
public record VideoSettings(Optional<Duration> duration, Optional<Resolution> resolution,
        Optional<AspectRatio> aspectRatio, Optional<String> negativePrompt, OptionalLong seed,
        Optional<String> personGeneration, Optional<Boolean> sound, OptionalInt samples, Optional<String> storageUri,
        Optional<Boolean> enhancePrompt, Optional<Compression> compression, Optional<ResizeMode> resize,
        OptionalInt fps, Optional<String> pubsubTopic, Optional<Delivery> delivery, Map<String, String> labels) {

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final VideoSettings STANDARD = builder().build();

    /** Copies the labels. No video is longer than a day; whether its model makes one of that length, the rules say. */
    public VideoSettings {
        duration.filter(VideoSettings::isEndless).ifPresent(length -> {
            throw new IllegalArgumentException("No video is " + length + " long: write a length of some seconds");
        });
        labels = Map.copyOf(labels);
    }

    private static boolean isEndless(Duration length) {
        return length.compareTo(LONGEST) > 0 || length.compareTo(LONGEST.negated()) < 0;
    }

    /** Everything is left to the service. */
    public static VideoSettings standard() {
        return STANDARD;
    }

    /** Starts with everything left to the service. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with these settings. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.duration = duration.orElse(null);
        builder.resolution = resolution.orElse(null);
        builder.aspectRatio = aspectRatio.orElse(null);
        builder.negativePrompt = negativePrompt.orElse(null);
        builder.seed = seed;
        builder.personGeneration = personGeneration.orElse(null);
        builder.sound = sound.orElse(null);
        builder.samples = samples;
        builder.storageUri = storageUri.orElse(null);
        builder.enhancePrompt = enhancePrompt.orElse(null);
        builder.compression = compression.orElse(null);
        builder.resize = resize.orElse(null);
        builder.fps = fps;
        builder.pubsubTopic = pubsubTopic.orElse(null);
        builder.delivery = delivery.orElse(null);
        builder.labels.putAll(labels);
        return builder;
    }

    /** Collects settings; not thread-safe. */
    public static final class Builder {
        private @Nullable Duration duration;
        private @Nullable Resolution resolution;
        private @Nullable AspectRatio aspectRatio;
        private @Nullable String negativePrompt;
        private OptionalLong seed = OptionalLong.empty();
        private @Nullable String personGeneration;
        private @Nullable Boolean sound;
        private OptionalInt samples = OptionalInt.empty();
        private @Nullable String storageUri;
        private @Nullable Boolean enhancePrompt;
        private @Nullable Compression compression;
        private @Nullable ResizeMode resize;
        private OptionalInt fps = OptionalInt.empty();
        private @Nullable String pubsubTopic;
        private @Nullable Delivery delivery;
        private final Map<String, String> labels = new LinkedHashMap<>();

        private Builder() {}

        /** The length of the video. */
        public Builder duration(Duration length) {
            this.duration = Objects.requireNonNull(length);
            return this;
        }

        /** The resolution. */
        public Builder resolution(Resolution value) {
            this.resolution = Objects.requireNonNull(value);
            return this;
        }

        /** The shape of the picture. */
        public Builder aspectRatio(AspectRatio value) {
            this.aspectRatio = Objects.requireNonNull(value);
            return this;
        }

        /** What must not be in the video. */
        public Builder negativePrompt(String words) {
            this.negativePrompt = Objects.requireNonNull(words);
            return this;
        }

        /** The seed, 0 to 4,294,967,295. */
        public Builder seed(long value) {
            this.seed = OptionalLong.of(value);
            return this;
        }

        /** The service's word for which persons may be shown. */
        public Builder personGeneration(String word) {
            this.personGeneration = Objects.requireNonNull(word);
            return this;
        }

        /** Whether the video has sound. */
        public Builder sound(boolean on) {
            this.sound = on;
            return this;
        }

        /** How many videos to make. */
        public Builder samples(int count) {
            this.samples = OptionalInt.of(count);
            return this;
        }

        /** Where in Cloud Storage the service puts the videos. */
        public Builder storageUri(String uri) {
            this.storageUri = Objects.requireNonNull(uri);
            return this;
        }

        /** Whether Veo may write the prompt anew; the service does unless told otherwise. */
        public Builder enhancePrompt(boolean allowed) {
            this.enhancePrompt = allowed;
            return this;
        }

        /** How Veo writes the file. */
        public Builder compression(Compression value) {
            this.compression = Objects.requireNonNull(value);
            return this;
        }

        /** How Veo fits a picture into a video of another shape. */
        public Builder resize(ResizeMode mode) {
            this.resize = Objects.requireNonNull(mode);
            return this;
        }

        /** How many pictures a second Veo makes. */
        public Builder fps(int pictures) {
            this.fps = OptionalInt.of(pictures);
            return this;
        }

        /** Where Veo on the Agent Platform tells how far it is: {@code projects/P/topics/T}. */
        public Builder pubsubTopic(String topic) {
            this.pubsubTopic = Objects.requireNonNull(topic);
            return this;
        }

        /** How Omni hands the video over. */
        public Builder delivery(Delivery way) {
            this.delivery = Objects.requireNonNull(way);
            return this;
        }

        /** Takes all labels away. */
        public Builder withoutLabels() {
            labels.clear();
            return this;
        }

        /** Adds a label, or replaces the one of that key. */
        public Builder label(String key, String value) {
            labels.put(key, value);
            return this;
        }

        /** The settings. */
        public VideoSettings build() {
            return new VideoSettings(Optional.ofNullable(duration), Optional.ofNullable(resolution),
                    Optional.ofNullable(aspectRatio), Optional.ofNullable(negativePrompt), seed,
                    Optional.ofNullable(personGeneration), Optional.ofNullable(sound), samples,
                    Optional.ofNullable(storageUri), Optional.ofNullable(enhancePrompt),
                    Optional.ofNullable(compression), Optional.ofNullable(resize), fps,
                    Optional.ofNullable(pubsubTopic), Optional.ofNullable(delivery), labels);
        }
    }
}
