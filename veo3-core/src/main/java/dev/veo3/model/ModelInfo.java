// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One row of the catalogue: a model on one platform.
 *
 * @param id the model
 * @param platform where it is served
 * @param family which language it is asked in
 * @param lifecycle from when to when it is there
 * @param durations the lengths that can be asked for
 * @param resolutions the resolutions that can be asked for
 * @param ratios the shapes that can be asked for
 * @param maxSamples how many videos one request may ask for
 * @param audio whether it makes sound
 * @param features what it can be asked for
 * @param references how many references a request may have
 * @param media what it takes of pictures and videos
 * @param prices what a second costs
 * @param doubts what of all this is not confirmed
 * @since 1.0
 */
public record ModelInfo(ModelId id, Platform platform, ModelFamily family, Lifecycle lifecycle, DurationRule durations,
        Set<Resolution> resolutions, Set<AspectRatio> ratios, int maxSamples, AudioRule audio, Set<Feature> features,
        ReferenceLimit references, MediaLimits media, PriceList prices, List<Doubt> doubts) {

    /** What Veo adds to a video that is extended, whatever it is asked for. */
    public static final Duration VEO_EXTENSION = Duration.ofSeconds(7);

    /** Copies every collection. */
    public ModelInfo {
        resolutions = Set.copyOf(resolutions);
        ratios = Set.copyOf(ratios);
        features = Set.copyOf(features);
        doubts = List.copyOf(doubts);
    }

    /** The service's word for how far the model is; for people. */
    public String stage() {
        return lifecycle.stage();
    }

    /** The day on which it ceased or will cease to answer; empty while none is known. */
    public Optional<LocalDate> retired() {
        return lifecycle.retired();
    }

    /** What to ask instead. */
    public Optional<ModelId> replacement() {
        return lifecycle.replacement();
    }

    /** Whether the model answers on that day, as far as the catalogue knows. */
    public boolean isLiveOn(LocalDate day) {
        return lifecycle.isLiveOn(day);
    }

    /** The same model, living on. */
    ModelInfo withoutRetirement() {
        Lifecycle living = new Lifecycle(lifecycle.stage(), lifecycle.released(), Optional.empty(),
                lifecycle.earliestRetirement(), lifecycle.replacement());
        return new ModelInfo(id, platform, family, living, durations, resolutions, ratios, maxSamples, audio, features,
                references, media, prices, doubts);
    }

    /** Why a trait as a whole is doubted; empty when it is not. */
    public Optional<Doubt> doubt(Trait trait) {
        return doubt(trait, "");
    }

    /** Why that value of a trait is doubted; empty when it is not. */
    public Optional<Doubt> doubt(Trait trait, String value) {
        for (Doubt doubt : doubts) {
            if (doubt.trait() == trait && doubt.value().equals(value)) {
                return Optional.of(doubt);
            }
        }
        return Optional.empty();
    }

    /**
     * How long what is billed will be. An edit is as long as the video that it changes, which only the service knows: it counts as
     * the longest that the model makes.
     */
    public Duration billedLength(Billable request) {
        if (request.feature() == Feature.EXTENSION && family == ModelFamily.VEO) {
            return VEO_EXTENSION;
        }
        return request.duration().orElseGet(durations::standard);
    }

    /** The price of a request when all of its videos succeed; empty when there is none for its resolution. */
    public Optional<Usd> price(Billable request) {
        boolean silent = audio == AudioRule.OPTIONAL && !request.withSound();
        // A number out of range is reported by the rules; a price below zero is none.
        int samples = Math.max(0, request.samples());
        return prices.second(request.resolution().orElse(Resolution.P720), silent)
                .map(second -> second.forMillis(billedLength(request).toMillis()).times(samples));
    }

    /** The resolutions from the smallest to the largest, for a message. */
    public String resolutionNames() {
        return resolutions.stream().sorted().map(Resolution::wire).collect(Collectors.joining(", "));
    }

    /** The shapes, for a message. */
    public String ratioNames() {
        return ratios.stream().sorted().map(AspectRatio::wire).collect(Collectors.joining(", "));
    }
}
