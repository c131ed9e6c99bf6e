// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads the YAML of a catalogue into values that know their lines. Jackson's own tree does not. */
final class CatalogYaml {
    private static final YAMLFactory YAML = new YAMLFactory();
    private static final int DEEPEST = 10;

    private final YAMLParser yaml;
    private final CatalogProblems problems;

    private CatalogYaml(YAMLParser yaml, CatalogProblems problems) {
        this.yaml = yaml;
        this.problems = problems;
    }

    /**
     * The document.
     *
     * @throws CatalogException when the text is no YAML, or more of it than a catalogue needs
     */
    static CatalogNode read(String text, CatalogProblems problems) {
        try (YAMLParser yaml = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), text)) {
            CatalogYaml reader = new CatalogYaml(yaml, problems);
            if (yaml.nextToken() == null) {
                return new CatalogNode.Nothing(1);
            }
            CatalogNode document = reader.node(0);
            if (yaml.nextToken() != null) {
                throw problems.fatal(reader.line(), "a second document begins here", "Keep one document in the file");
            }
            return document;
        } catch (JacksonException e) {
            TokenStreamLocation where = e.getLocation();
            String[] said = e.getOriginalMessage().split("\\R", 2);
            throw problems.fatal(where == null ? 1 : Math.max(1, where.getLineNr()), "this is no YAML: " + said[0],
                    "Compare it with the library's own models.yaml");
        }
    }

    private CatalogNode node(int depth) {
        int line = line();
        if (yaml.isCurrentAlias()) {
            throw problems.fatal(line, "an alias is not understood here", "Write the value itself");
        }
        if (depth > DEEPEST) {
            throw problems.fatal(line, "this nests too deeply", "Compare it with the library's own models.yaml");
        }
        return switch (yaml.currentToken()) {
            case START_OBJECT -> mapping(line, depth);
            case START_ARRAY -> sequence(line, depth);
            case VALUE_NULL -> new CatalogNode.Nothing(line);
            default -> new CatalogNode.Scalar(line, yaml.getString());
        };
    }

    private CatalogNode mapping(int line, int depth) {
        Map<String, CatalogNode> fields = new LinkedHashMap<>();
        while (yaml.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = yaml.currentName();
            int at = line();
            yaml.nextToken();
            if (fields.put(name, node(depth + 1)) != null) {
                problems.add(at, "\"" + name + "\" stands here twice", "Keep one of them");
            }
        }
        return new CatalogNode.Mapping(line, fields);
    }

    private CatalogNode sequence(int line, int depth) {
        List<CatalogNode> elements = new ArrayList<>();
        while (yaml.nextToken() != JsonToken.END_ARRAY) {
            elements.add(node(depth + 1));
        }
        return new CatalogNode.Sequence(line, elements);
    }

    private int line() {
        return ((JsonParser) yaml).currentTokenLocation().getLineNr();
    }
}
