// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The models of the catalogue's file, and which of them are served. Immutable. */
public final class Models {

    private static final String RESOURCE = "/dev/veo3/model/models.yaml";

    private final List<Model> served;

    private Models(List<Model> served) {
        this.served = List.copyOf(served);
    }

    /**
     * Reads the catalogue's file.
     *
     * @param retiredToo whether retired models are served as if they were not
     */
    public static Models load(boolean retiredToo) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return new Models(read().stream().filter(model -> retiredToo || !model.retiredOn(today)).toList());
    }

    /** The model of this id, if it is served there. */
    public Optional<Model> served(Platform platform, String id) {
        return served.stream().filter(model -> model.platform() == platform && model.id().equals(id)).findFirst();
    }

    /** All models that are served there. */
    public List<Model> served(Platform platform) {
        return served.stream().filter(model -> model.platform() == platform).toList();
    }

    private static List<Model> read() {
        try (InputStream in = Models.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing");
            }
            List<Model> models = new ArrayList<>();
            for (JsonNode row : new YAMLMapper().readTree(in).path("models")) {
                for (Platform platform : Platform.values()) {
                    if (platform.written().equals(row.path("platform").asString())) {
                        models.add(model(platform, row));
                    }
                }
            }
            return models;
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + RESOURCE + " cannot be read", e);
        }
    }

    private static Model model(Platform platform, JsonNode row) {
        Optional<LocalDate> retired = row.has("retired")
                ? Optional.of(LocalDate.parse(row.path("retired").asString()))
                : Optional.empty();
        return new Model(platform, row.path("id").asString(), row.path("stage").asString(""), retired,
                prices(row.path("price_with_audio")), prices(row.path("price_silent")));
    }

    private static Map<String, BigDecimal> prices(JsonNode node) {
        Map<String, BigDecimal> prices = new LinkedHashMap<>();
        // By way of the text: 0.1 in binary is not a tenth.
        node.properties().forEach(price -> prices.put(price.getKey(), new BigDecimal(price.getValue().asString())));
        return prices;
    }
}
