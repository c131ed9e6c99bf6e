// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads a catalogue file: a list of rows, of which each may complete or change one that is known already. */
final class CatalogReader {
    private static final String MODELS = "models";

    private final CatalogProblems problems;
    private final BiFunction<ModelId, Platform, Optional<ModelInfo>> known;
    private final Map<List<Object>, Integer> lines = new HashMap<>();

    private CatalogReader(CatalogProblems problems, BiFunction<ModelId, Platform, Optional<ModelInfo>> known) {
        this.problems = problems;
        this.known = known;
    }

    /**
     * The rows of a file, in its order.
     *
     * @param source the file's name, for messages
     * @param known the row that one of the file changes; empty for one that it adds
     * @throws CatalogException with every problem
     */
    static List<ModelInfo> read(String yaml, String source, BiFunction<ModelId, Platform, Optional<ModelInfo>> known) {
        CatalogProblems problems = new CatalogProblems(source);
        CatalogNode document = CatalogYaml.read(yaml, problems);
        List<ModelInfo> rows = new CatalogReader(problems, known).rows(document);
        problems.throwIfAny();
        return rows;
    }

    private List<ModelInfo> rows(CatalogNode document) {
        List<ModelInfo> rows = new ArrayList<>();
        if (!(document instanceof CatalogNode.Mapping root) || !root.fields().keySet().equals(Set.of(MODELS))
                || !(root.fields().get(MODELS) instanceof CatalogNode.Sequence models)) {
            throw problems.fatal(document.line(), "a catalogue is a list of models under \"models:\"",
                    "Write \"models:\" and below it for each model \"- id: …\" and \"platform: …\"");
        }
        for (CatalogNode model : models.elements()) {
            if (model instanceof CatalogNode.Mapping fields) {
                row(fields).ifPresent(rows::add);
            } else {
                problems.add(model.line(), "a model is " + model.describe(), "Write \"id: …\" and \"platform: …\"");
            }
        }
        return rows;
    }

    private Optional<ModelInfo> row(CatalogNode.Mapping mapping) {
        RowFields fields = new RowFields(mapping, problems);
        Optional<ModelId> id = fields.text("id").flatMap(word -> fields.parsed("id", ModelId::new));
        Optional<Platform> platform = fields.constant("platform", Platform.class);
        for (String name : List.of("id", "platform")) {
            if (!mapping.fields().containsKey(name)) {
                problems.add(mapping.line(), "a model has no \"" + name + "\"",
                        "Write for example \"id: veo-3.1-generate-001\" and \"platform: agent-platform\"");
            }
        }
        if (id.isEmpty() || platform.isEmpty()) {
            return Optional.empty();
        }
        Integer earlier = lines.putIfAbsent(List.of(id.get(), platform.get()), mapping.line());
        if (earlier != null) {
            problems.add(mapping.line(), id.get() + " stands twice for " + platform.get().title()
                    + ", first on line " + earlier, "Keep one of the rows");
            return Optional.empty();
        }
        return new RowReader(fields, known.apply(id.get(), platform.get())).read(id.get(), platform.get());
    }
}
