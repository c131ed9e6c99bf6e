package dev.veo3.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that are known: what each can do, when it retired and what it costs. Dated knowledge, not a gate: a model that
 * is not in it may still be asked for. Immutable and thread-safe.
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
                return new ModelCatalog(CatalogReader.read(yaml));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Map<Key, ModelInfo> rows = new LinkedHashMap<>();

    private ModelCatalog(List<ModelInfo> models) {
        for (ModelInfo model : models) {
            if (rows.put(new Key(model.id(), model.platform()), model) != null) {
                throw new IllegalArgumentException(model.id() + " stands twice for " + model.platform().title());
            }
        }
    }

    /** What the library knew when it was released. */
    public static ModelCatalog standard() {
        return Standard.INSTANCE;
    }

    /** The model on that platform; empty when the catalogue does not know it there. */
    public Optional<ModelInfo> find(ModelId id, Platform platform) {
        return Optional.ofNullable(rows.get(new Key(id, platform)));
    }

    /** All rows, in the catalogue's order. */
    public List<ModelInfo> models() {
        return List.copyOf(rows.values());
    }
}
