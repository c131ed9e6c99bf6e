// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Makes the new text of a library's file. Where it can, it changes the lines of one template, or puts the first one where there is
 * none, and leaves all others as they are, comments included; where the file is written in another way, it writes the whole file
 * anew, without comments. Either way the text is read once more, and must say what was meant.
 */
final class LibraryWriter {
    private final Path file;
    private LibraryDocument document;

    LibraryWriter(Path file, LibraryDocument document) {
        this.file = file;
        this.document = document;
    }

    LibraryDocument document() {
        return document;
    }

    /**
     * Adds a template, or puts it in the place of the one with its name.
     *
     * @param origin the template in another file, whose other fields come with it; empty keeps those of the one that it replaces
     */
    void put(SavedTemplate template, Optional<MappingNode> origin) {
        refuseHalfCharacters(template.content());
        Optional<LibraryDocument.Entry> old = document.find(template.name());
        Optional<MappingNode> frame = origin.isPresent() ? origin : old.map(LibraryDocument.Entry::node);
        MappingNode node = TemplateFields.write(template, frame);
        String extras = LibraryYaml.meaning(LibraryReader.without(node, TemplateFields.KNOWN));
        LibraryDocument.Entry entry = new LibraryDocument.Entry(template, node, extras);
        List<LibraryDocument.Entry> entries = new ArrayList<>(document.entries());
        if (old.isPresent()) {
            entries.set(entries.indexOf(old.get()), entry);
        } else {
            entries.add(entry);
        }
        change(entries, LibraryLines.of(document).map(lines -> lines.put(old.map(document.entries()::indexOf), node))
                .or(() -> LibraryLines.first(document, node)));
    }

    /** Neither UTF-8 nor YAML can say them. */
    private void refuseHalfCharacters(TemplateDraft template) {
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        String texts = String.join("\n", template.tags()) + "\n" + template.description().orElse("") + "\n"
                + template.prompt().text() + "\n" + template.name();
        if (!encoder.canEncode(texts)) {
            throw TemplateLibraryException.about(file, "a text of the template \"" + template.name()
                    + "\" has one half of a character", "Put the other half beside it, or take it out.");
        }
    }

    /** Takes a template away that is there. */
    void remove(LibraryDocument.Entry old) {
        List<LibraryDocument.Entry> entries = new ArrayList<>(document.entries());
        entries.remove(old);
        change(entries, LibraryLines.of(document).map(lines -> lines.remove(document.entries().indexOf(old))));
    }

    private void change(List<LibraryDocument.Entry> entries, Optional<String> lines) {
        LibraryDocument meant = new LibraryDocument("", Optional.empty(), Optional.empty(), entries, document.extras());
        document = lines.flatMap(text -> read(text).filter(meant::says))
                .or(() -> read(anew(entries)).filter(meant::says))
                .orElseThrow(() -> TemplateLibraryException.about(file,
                        "this change cannot be written so that it can be read again", "Nothing was changed."));
    }

    private Optional<LibraryDocument> read(String text) {
        try {
            return Optional.of(LibraryReader.read(file, text));
        } catch (TemplateLibraryException e) {
            return Optional.empty();
        }
    }

    private String anew(List<LibraryDocument.Entry> entries) {
        List<Node> items = entries.stream().<Node>map(LibraryDocument.Entry::node).toList();
        SequenceNode list = new SequenceNode(Tag.SEQ, items, items.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
        List<NodeTuple> tuples = new ArrayList<>();
        for (NodeTuple tuple : document.root().map(MappingNode::getValue).orElse(List.of())) {
            tuples.add(LibraryDocument.isTemplates(tuple) ? new NodeTuple(tuple.getKeyNode(), list) : tuple);
        }
        if (tuples.isEmpty()) {
            tuples.add(new NodeTuple(LibraryYaml.scalar(LibraryDocument.TEMPLATES), list));
        }
        return LibraryYaml.write(new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK));
    }
}
