// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that are known: what each can do, when it retired and what it costs. Dated knowledge, not a gate: a model that
 * is not in it may still be asked for. Immutable and thread-safe.
 *
 * {@snippet file="dev/veo3/SnippetsTest.java" region="catalog"}
 *
 * @since 1.0
 */
public final class ModelCatalog {

    private record Key(ModelId id, Platform platform) {}

    private static final class Standard {
        private static final ModelCatalog INSTANCE = read();

        private static ModelCatalog read() {
            try (InputStream yaml = ModelCatalog.class.getResourceAsStream("models.yaml")) {
                if (yaml == null) {
                    throw new IllegalStateException("The library's models.yaml is missing: the jar is not whole");
                }
                String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
                return new ModelCatalog(Map.of(),
                        CatalogReader.read(text, "models.yaml", (id, platform) -> Optional.empty()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Map<Key, ModelInfo> rows;

    private ModelCatalog(Map<Key, ModelInfo> known, List<ModelInfo> more) {
        rows = new LinkedHashMap<>(known);
        more.forEach(row -> rows.put(new Key(row.id(), row.platform()), row));
    }

    /** What the library knew when it was released. */
    public static ModelCatalog standard() {
        return Standard.INSTANCE;
    }

    /**
     * This catalogue with what a file knows better. A row of the file whose id and platform are here already changes the fields
     * that it writes and leaves the others; a field without a value ({@code retired:}) takes away what is here. Any other row is
     * added. The form is that of the library's own {@code models.yaml}.
     *
     * @throws CatalogException when the file cannot be read or is wrong; every problem is named with its line
     */
    public ModelCatalog with(Path file) {
        try {
            return with(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw new CatalogException(List.of(file + ": this is no UTF-8 text. Save it as UTF-8."));
        } catch (IOException e) {
            throw new CatalogException(List.of("The model catalogue " + file + " cannot be read: " + e
                    + ". Name a file that exists and may be read."));
        }
    }

    /**
     * This catalogue with what a text in the form of a catalogue file knows better.
     *
     * @param source what the text is called in messages
     * @throws CatalogException when it is wrong
     */
    public ModelCatalog with(String yaml, String source) {
        return new ModelCatalog(rows, CatalogReader.read(yaml, source, this::find));
    }

    /**
     * This catalogue without any retirement on that platform: for a proxy or a recording that still serves what has retired at
     * Google.
     */
    public ModelCatalog servingRetired(Platform platform) {
        return new ModelCatalog(rows, models().stream().filter(row -> row.platform() == platform)
                .map(ModelInfo::withoutRetirement).toList());
    }

    /** The model on that platform; empty when the catalogue does not know it there. */
    public Optional<ModelInfo> find(ModelId id, Platform platform) {
        return Optional.ofNullable(rows.get(new Key(id, platform)));
    }

    /** The price of a request when all of its videos succeed; empty when it is not known. */
    public Optional<Usd> price(Billable request, Platform platform) {
        return find(request.model(), platform).flatMap(row -> row.price(request));
    }

    /**
     * The price of a request wherever its model is served: where several platforms sell it, the highest of their prices. Empty when none is
     * known.
     */
    public Optional<Usd> price(Billable request) {
        return Arrays.stream(Platform.values()).flatMap(platform -> price(request, platform).stream())
                .max(Comparator.naturalOrder());
    }

    /** All rows, in the catalogue's order. */
    public List<ModelInfo> models() {
        return List.copyOf(rows.values());
    }
}
