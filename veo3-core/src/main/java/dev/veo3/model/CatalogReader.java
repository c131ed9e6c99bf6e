package dev.veo3.model;

import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the rows of a catalogue file. */
final class CatalogReader {

    private CatalogReader() {}

    static List<ModelInfo> read(InputStream yaml) {
        List<ModelInfo> models = new ArrayList<>();
        for (JsonNode row : new YAMLMapper().readTree(yaml).path("models")) {
            models.add(model(row));
        }
        return models;
    }

    private static ModelInfo model(JsonNode row) {
        return new ModelInfo(new ModelId(row.path("id").asString()),
                constant(Platform.class, row.path("platform").asString()), row.path("stage").asString(),
                text(row, "retired").map(LocalDate::parse), text(row, "replacement").map(ModelId::new),
                durations(row.path("durations")), each(row.path("resolutions"), CatalogReader::resolution),
                each(row.path("ratios"), CatalogReader::ratio), row.path("max_samples").asInt(1),
                constant(AudioRule.class, row.path("audio").asString("optional")),
                each(row.path("features"), name -> constant(Feature.class, name)), prices(row.path("price_with_audio")),
                prices(row.path("price_silent")));
    }

    private static Optional<String> text(JsonNode row, String field) {
        return row.has(field) ? Optional.of(row.path(field).asString()) : Optional.empty();
    }

    private static DurationRule durations(JsonNode node) {
        if (node.isObject()) {
            return new DurationRule.Between(Duration.ofSeconds(node.path("from").asInt()),
                    Duration.ofSeconds(node.path("to").asInt()));
        }
        List<Integer> seconds = new ArrayList<>();
        node.forEach(s -> seconds.add(s.asInt()));
        // A retired row needs no lengths: nothing is asked of it any more.
        return new DurationRule.Exactly(seconds.isEmpty() ? List.of(8) : seconds);
    }

    private static <T> Set<T> each(JsonNode list, Function<String, T> read) {
        Set<T> all = new LinkedHashSet<>();
        list.forEach(node -> all.add(read.apply(node.asString())));
        return all;
    }

    private static Map<Resolution, Usd> prices(JsonNode table) {
        Map<Resolution, Usd> prices = new EnumMap<>(Resolution.class);
        table.properties().forEach(entry -> prices.put(resolution(entry.getKey()), usd(entry.getValue())));
        return prices;
    }

    private static Usd usd(JsonNode price) {
        return Usd.of(new BigDecimal(price.asString()).toPlainString());
    }

    private static Resolution resolution(String name) {
        return Resolution.of(name).orElseThrow(() -> unknown("resolution", name));
    }

    private static AspectRatio ratio(String name) {
        return AspectRatio.of(name).orElseThrow(() -> unknown("aspect ratio", name));
    }

    private static IllegalArgumentException unknown(String what, String name) {
        return new IllegalArgumentException("The model catalogue names an unknown " + what + ": " + name);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
