// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads a library's text and collects everything that is wrong with it. */
final class LibraryReader {
    private final Path file;
    private final List<LibraryProblem> problems = new ArrayList<>();
    private final Map<String, Node> names = new HashMap<>();

    private LibraryReader(Path file) {
        this.file = file;
    }

    /**
     * @param file for messages
     * @throws TemplateLibraryException when the text is no library; it names every problem
     */
    static LibraryDocument read(Path file, String text) {
        LibraryReader reader = new LibraryReader(file);
        Optional<LibraryDocument> document = reader.document(text);
        if (!reader.problems.isEmpty()) {
            throw new TemplateLibraryException(reader.problems);
        }
        return document.orElseThrow();
    }

    private Optional<LibraryDocument> document(String text) {
        Optional<Node> root;
        try {
            root = LibraryYaml.read(text).filter(node -> !isNothing(node));
        } catch (LibraryYaml.UnreadableException e) {
            problems.add(new LibraryProblem(file, e.line, e.column, "this is no valid YAML: " + e.getMessage(),
                    "Correct it at this place."));
            return Optional.empty();
        }
        if (root.isEmpty()) {
            return Optional.of(new LibraryDocument(text, Optional.empty(), Optional.empty(), List.of(),
                    LibraryYaml.meaning(List.of())));
        }
        if (!(root.get() instanceof MappingNode mapping)) {
            problem(root.get(), "a library of templates is a table of keys, not " + describe(root.get()),
                    "Begin with \"templates:\".");
            return Optional.empty();
        }
        Map<String, Node> fields = fields(mapping);
        Node list = fields.get(LibraryDocument.TEMPLATES);
        if (list == null) {
            problem(mapping, "there is no \"templates:\" in it",
                    "Name a library of templates, or write the templates as a list under \"templates:\".");
            return Optional.empty();
        }
        Optional<SequenceNode> sequence = Optional.empty();
        List<LibraryDocument.Entry> entries = new ArrayList<>();
        if (list instanceof SequenceNode items) {
            sequence = Optional.of(items);
            items.getValue().forEach(item -> entry(item).ifPresent(entries::add));
        } else if (!isNothing(list)) {
            problem(list, "\"templates\" is " + describe(list), "Write a list of templates.");
        }
        return Optional.of(new LibraryDocument(text, Optional.of(mapping), sequence, List.copyOf(entries),
                LibraryYaml.meaning(without(mapping, List.of(LibraryDocument.TEMPLATES)))));
    }

    private Optional<LibraryDocument.Entry> entry(Node item) {
        if (!(item instanceof MappingNode mapping)) {
            problem(item, "a template is a table of keys, not " + describe(item), "Write at least name and prompt.");
            return Optional.empty();
        }
        Map<String, Node> fields = fields(mapping);
        Optional<String> name = name(fields, mapping);
        Optional<PromptTemplate> prompt = prompt(fields, mapping, name.orElse("?"));
        Optional<String> description = text(fields, TemplateFields.DESCRIPTION).filter(words -> !words.isEmpty());
        List<String> tags = tags(fields);
        Optional<Instant> created = time(fields, TemplateFields.CREATED);
        Optional<Instant> updated = time(fields, TemplateFields.UPDATED);
        if (name.isEmpty() || prompt.isEmpty()) {
            return Optional.empty();
        }
        TemplateDraft content = new TemplateDraft(name.get(), prompt.get(), description, tags);
        return Optional.of(new LibraryDocument.Entry(new SavedTemplate(content, created, updated), mapping,
                LibraryYaml.meaning(without(mapping, TemplateFields.KNOWN))));
    }

    private Optional<String> name(Map<String, Node> fields, MappingNode entry) {
        Node node = fields.get(TemplateFields.NAME);
        if (node == null || isNothing(node)) {
            problem(node == null ? entry : node, "this template has no name", "Give it one with \"name:\".");
            return Optional.empty();
        }
        Optional<String> name = text(fields, TemplateFields.NAME);
        if (name.filter(String::isBlank).isPresent()) {
            problem(node, "the name of this template is blank", "Give it one.");
            return Optional.empty();
        }
        name.map(given -> names.putIfAbsent(given, entry)).ifPresent(first -> problem(entry,
                "the template \"" + name.get() + "\" stands twice, before in line " + line(first),
                "Keep one of the two, or give one another name."));
        return name;
    }

    private Optional<PromptTemplate> prompt(Map<String, Node> fields, MappingNode entry, String name) {
        Node node = fields.get(TemplateFields.PROMPT);
        if (node == null || isNothing(node)) {
            problem(node == null ? entry : node, "the template \"" + name + "\" has no prompt",
                    "Write its text behind \"prompt:\".");
            return Optional.empty();
        }
        try {
            return text(fields, TemplateFields.PROMPT).map(PromptTemplate::parse);
        } catch (TemplateException e) {
            problem(node, "the prompt of \"" + name + "\" is no template", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private List<String> tags(Map<String, Node> fields) {
        Node node = fields.get(TemplateFields.TAGS);
        List<String> tags = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar && !isNothing(item)) {
                    tags.add(scalar.getValue());
                } else {
                    problem(item, "a tag is a word, not " + describe(item), "Write one word for each tag.");
                }
            }
        } else if (node != null && !isNothing(node)) {
            problem(node, "\"tags\" is " + describe(node), "Write a list of words, such as [product, studio].");
        }
        return tags;
    }

    private Optional<Instant> time(Map<String, Node> fields, String key) {
        Optional<String> written = text(fields, key);
        Optional<Instant> time = written.flatMap(TemplateFields::time);
        Node node = fields.get(key);
        if (node != null && time.isEmpty() && written.filter(text -> !TemplateFields.isNoTime(text)).isPresent()) {
            problem(node, "\"" + key + "\" is \"" + written.get() + "\"",
                    "Write a time such as 2026-11-24T10:00:00Z, or leave the key out.");
        }
        return time;
    }

    /** The text of a field; empty when it is not there or nothing stands behind it. A list or a table is a problem. */
    private Optional<String> text(Map<String, Node> fields, String key) {
        Node node = fields.get(key);
        if (node == null || isNothing(node)) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        problem(node, "\"" + key + "\" is " + describe(node), "Write a text.");
        return Optional.empty();
    }

    private Map<String, Node> fields(MappingNode mapping) {
        Map<String, Node> fields = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(tuple.getKeyNode(), "a key is one word, not " + describe(tuple.getKeyNode()), "Write a word.");
            } else if (fields.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problem(key, "the key \"" + key.getValue() + "\" stands twice", "Keep one of the two.");
            }
        }
        return fields;
    }

    static List<NodeTuple> without(MappingNode mapping, List<String> keys) {
        return mapping.getValue().stream()
                .filter(tuple -> !(tuple.getKeyNode() instanceof ScalarNode key && keys.contains(key.getValue())))
                .toList();
    }

    private void problem(Node node, String message, String remedy) {
        problems.add(new LibraryProblem(file, line(node), column(node), message, remedy));
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    static int column(Node node) {
        return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    }

    private static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static String describe(Node node) {
        return switch (node) {
            case MappingNode mapping -> "a table of keys";
            case SequenceNode sequence -> "a list";
            case ScalarNode nothing when isNothing(nothing) -> "nothing";
            default -> "a text";
        };
    }
}
