package dev.veo3.model;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One row of the catalogue: a model on one platform.
 *
 * @param id the model
 * @param platform where it is served
 * @param stage for example {@code GA} or {@code preview}; words of the service, for people
 * @param retired the day on which it ceased or will cease to answer; empty while none is known
 * @param replacement what the service names instead
 * @param durations the lengths that can be asked for
 * @param resolutions the resolutions that can be asked for
 * @param ratios the shapes that can be asked for
 * @param maxSamples how many videos one request may ask for
 * @param audio whether it makes sound
 * @param features what it can be asked for
 * @param priceWithAudio dollars for each second of output with sound; a resolution without a price is not in it
 * @param priceSilent dollars for each second of output without sound, for models whose sound can be switched off
 */
public record ModelInfo(ModelId id, Platform platform, String stage, Optional<LocalDate> retired,
        Optional<ModelId> replacement, DurationRule durations, Set<Resolution> resolutions, Set<AspectRatio> ratios,
        int maxSamples, AudioRule audio, Set<Feature> features, Map<Resolution, Usd> priceWithAudio,
        Map<Resolution, Usd> priceSilent) {

    /** Copies every collection. */
    public ModelInfo {
        resolutions = Set.copyOf(resolutions);
        ratios = Set.copyOf(ratios);
        features = Set.copyOf(features);
        priceWithAudio = Map.copyOf(priceWithAudio);
        priceSilent = Map.copyOf(priceSilent);
    }

    /** Whether the model answers on that day, as far as the catalogue knows. */
    public boolean isLiveOn(LocalDate day) {
        return retired.isEmpty() || day.isBefore(retired.get());
    }

    /**
     * The price of one request; empty when the catalogue has none for this resolution.
     *
     * @param length of one video
     * @param samples how many videos
     * @param withAudio whether sound was asked for, or not switched off
     */
    public Optional<Usd> price(Resolution resolution, Duration length, int samples, boolean withAudio) {
        boolean silent = audio == AudioRule.OPTIONAL && !withAudio;
        return Optional.ofNullable((silent ? priceSilent : priceWithAudio).get(resolution))
                .map(second -> second.forMillis(length.toMillis()).times(samples));
    }

    /** The resolutions from the smallest to the largest, for a message. */
    public String resolutionNames() {
        return resolutions.stream().sorted().map(Resolution::wire).collect(Collectors.joining(", "));
    }
}
