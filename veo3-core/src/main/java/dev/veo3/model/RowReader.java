// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one row of a catalogue file. A field that is not written stays as it is in the row that is known. */
final class RowReader {
    private static final Pattern RELEASED = Pattern.compile("\\d{4}(-\\d\\d(-\\d\\d)?)?");
    private static final Pattern DOUBTED = Pattern.compile("([a-z_]+)(?:\\.(.+))?");
    private static final String LENGTHS = "Write a list of whole seconds, for example [4, 6, 8], or {from: 3, to: 10}";
    private static final String REFERENCES = "Write for example {images: 3, videos: 0}, and seconds where only one length is allowed";
    private static final String MEDIA = "Write for example {image_types: [png, jpeg], image_mb: 20}";
    private static final Lifecycle UNKNOWN = new Lifecycle("", Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());

    private final RowFields fields;
    private final Optional<ModelInfo> known;

    RowReader(RowFields fields, Optional<ModelInfo> known) {
        this.fields = fields;
        this.known = known;
    }

    /** The row; empty when it lacks something that a model which can be asked must have. That has been reported then. */
    Optional<ModelInfo> read(ModelId id, Platform platform) {
        ModelFamily family = fields.constant("family", ModelFamily.class)
                .orElseGet(() -> known.map(ModelInfo::family).orElseGet(() -> ModelFamily.of(id)));
        Lifecycle lifecycle = lifecycle(known.map(ModelInfo::lifecycle).orElse(UNKNOWN));
        Optional<DurationRule> durations = either("durations", this::durations,
                known.map(ModelInfo::durations));
        Set<Resolution> resolutions = either("resolutions",
                () -> Optional.of(fields.each("resolutions", Resolution::of, Resolution.names())),
                known.map(ModelInfo::resolutions)).orElseGet(Set::of);
        Set<AspectRatio> ratios = either("ratios",
                () -> Optional.of(fields.each("ratios", AspectRatio::of, AspectRatio.names())),
                known.map(ModelInfo::ratios)).orElseGet(Set::of);
        int samples = either("max_samples", () -> fields.parsed("max_samples", RowReader::whole),
                known.map(ModelInfo::maxSamples)).orElse(1);
        AudioRule audio = fields.constant("audio", AudioRule.class)
                .orElseGet(() -> known.map(ModelInfo::audio).orElse(AudioRule.OPTIONAL));
        Set<Feature> features = either("features",
                () -> Optional.of(fields.each("features", RowFields.choice(Feature.class),
                        RowFields.names(Feature.class))),
                known.map(ModelInfo::features)).orElseGet(Set::of);
        ReferenceLimit references = either("references", this::references, known.map(ModelInfo::references))
                .orElse(ReferenceLimit.NONE);
        MediaLimits media = either("media", () -> fields.inner("media", MEDIA).map(inner -> new MediaLimitsReader(inner)
                .read(known.map(ModelInfo::media).orElse(MediaLimits.UNKNOWN))), known.map(ModelInfo::media))
                .orElse(MediaLimits.UNKNOWN);
        PriceList old = known.map(ModelInfo::prices).orElse(PriceList.NONE);
        PriceList prices = new PriceList(prices("price_with_audio", old.withAudio()),
                prices("price_silent", old.silent()));
        List<Doubt> doubts = either("unverified", () -> Optional.of(doubts()), known.map(ModelInfo::doubts))
                .orElseGet(List::of);
        fields.reportUnknown();
        if (lifecycle.retired().isEmpty() && lacks(id, durations, resolutions, ratios, features)) {
            return Optional.empty();
        }
        // A retired row needs no lengths: nothing is asked of it any more.
        return Optional.of(new ModelInfo(id, platform, family, lifecycle,
                durations.orElseGet(() -> new DurationRule.Exactly(List.of(8))), resolutions, ratios, samples, audio,
                features, references, media, prices, doubts));
    }

    private boolean lacks(ModelId id, Optional<DurationRule> durations, Set<Resolution> resolutions,
            Set<AspectRatio> ratios, Set<Feature> features) {
        List<String> missing = new ArrayList<>();
        if (durations.isEmpty()) {
            missing.add("durations");
        }
        if (resolutions.isEmpty()) {
            missing.add("resolutions");
        }
        if (ratios.isEmpty()) {
            missing.add("ratios");
        }
        if (features.isEmpty()) {
            missing.add("features");
        }
        missing.stream().filter(name -> fields.written(name).isEmpty()).forEach(name -> fields.missing(name, id));
        return !missing.isEmpty();
    }

    private Lifecycle lifecycle(Lifecycle old) {
        return new Lifecycle(fields.text("stage").orElse(old.stage()),
                either("released", () -> fields.parsed("released", RowReader::released), old.released()),
                either("retired", () -> fields.parsed("retired", LocalDate::parse), old.retired()),
                either("earliest_retirement", () -> fields.parsed("earliest_retirement", LocalDate::parse),
                        old.earliestRetirement()),
                either("replacement", () -> fields.parsed("replacement", ModelId::new), old.replacement()));
    }

    /** What the row says, even that there is none; otherwise what is known. */
    private <T> Optional<T> either(String name, Supplier<Optional<T>> read, Optional<T> old) {
        return fields.has(name) ? read.get() : old;
    }

    private static String released(String word) {
        if (!RELEASED.matcher(word).matches()) {
            throw new IllegalArgumentException("\"" + word + "\" is no day, month or year such as 2025-11-17");
        }
        return word;
    }

    static Integer whole(String word) {
        if (!word.matches("\\d{1,4}")) {
            throw new IllegalArgumentException("\"" + word + "\" is no whole number");
        }
        return Integer.valueOf(word);
    }

    private Optional<DurationRule> durations() {
        return fields.written("durations").flatMap(node -> {
            try {
                return Optional.of(rule(node));
            } catch (IllegalArgumentException e) {
                return fields.reported("durations", node, LENGTHS);
            }
        });
    }

    private static DurationRule rule(CatalogNode node) {
        return switch (node) {
            case CatalogNode.Sequence list -> new DurationRule.Exactly(
                    list.elements().stream().map(RowReader::seconds).toList());
            case CatalogNode.Mapping range when range.fields().keySet().equals(Set.of("from", "to")) ->
                new DurationRule.Between(end(range, "from"), end(range, "to"));
            case CatalogNode.Mapping other -> throw new IllegalArgumentException("a range has two ends");
            case CatalogNode.Scalar word -> throw new IllegalArgumentException("a word is no list");
            case CatalogNode.Nothing nothing -> throw new IllegalArgumentException("nothing is no list");
        };
    }

    private static Duration end(CatalogNode.Mapping range, String name) {
        return Duration.ofSeconds(seconds(Objects.requireNonNull(range.fields().get(name))));
    }

    private static Integer seconds(CatalogNode node) {
        return whole(node instanceof CatalogNode.Scalar scalar ? scalar.text() : node.describe());
    }

    private Optional<ReferenceLimit> references() {
        Map<String, Integer> counts = new HashMap<>();
        fields.table("references", REFERENCES).forEach((kind, number) -> {
            if (Set.of("images", "videos", "seconds").contains(kind) && number.text().matches("\\d{1,4}")) {
                counts.put(kind, Integer.valueOf(number.text()));
            } else {
                fields.reported("references." + kind, number, REFERENCES);
            }
        });
        return Optional.of(new ReferenceLimit(counts.getOrDefault("images", 0), counts.getOrDefault("videos", 0),
                Optional.ofNullable(counts.get("seconds")).map(Duration::ofSeconds)));
    }

    private Map<Resolution, Usd> prices(String name, Map<Resolution, Usd> old) {
        if (!fields.has(name)) {
            return old;
        }
        Map<Resolution, Usd> prices = new EnumMap<>(Resolution.class);
        String remedy = "Write dollars a second by resolution, for example {720p: 0.40, 4k: 0.60}";
        fields.table(name, remedy).forEach((resolution, price) -> {
            Optional<Resolution> size = Resolution.of(resolution);
            Optional<Usd> dollars = dollars(price.text());
            if (size.isPresent() && dollars.isPresent()) {
                prices.put(size.get(), dollars.get());
            } else {
                fields.reported(name + "." + resolution, price, remedy);
            }
        });
        return prices;
    }

    private static Optional<Usd> dollars(String word) {
        try {
            return Optional.of(Usd.of(new BigDecimal(word).toPlainString()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private List<Doubt> doubts() {
        List<Doubt> doubts = new ArrayList<>();
        String traits = Arrays.stream(Trait.values()).map(Trait::word).toList().toString();
        fields.table("unverified", "Write a reason for each trait").forEach((key, reason) -> {
            Matcher matcher = DOUBTED.matcher(key);
            Optional<Trait> trait = matcher.matches()
                    ? RowFields.choice(Trait.class).apply(matcher.group(1))
                    : Optional.empty();
            trait.ifPresentOrElse(
                    found -> doubts.add(new Doubt(found, Optional.ofNullable(matcher.group(2)).orElse(""),
                            reason.text())),
                    () -> fields.reported("unverified." + key, reason, "Begin the key with one of " + traits));
        });
        return doubts;
    }
}
