// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A library's file as it was read: its text, what it says, and where.
 *
 * @param root empty when there is nothing in the file
 * @param list what stands behind {@code templates}; empty when nothing does
 * @param extras what stands beside {@code templates}
 */
record LibraryDocument(String text, Optional<MappingNode> root, Optional<SequenceNode> list, List<Entry> entries,
        String extras) {

    static final String TEMPLATES = "templates";

    Optional<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.template().name().equals(name)).findFirst();
    }

    /** The key {@code templates} and what stands behind it; empty when there is nothing in the file. */
    Optional<NodeTuple> field() {
        return root.flatMap(mapping -> mapping.getValue().stream().filter(LibraryDocument::isTemplates).findFirst());
    }

    static boolean isTemplates(NodeTuple field) {
        return field.getKeyNode() instanceof ScalarNode key && key.getValue().equals(TEMPLATES);
    }

    /** Whether both say the same, however it is written. */
    boolean says(LibraryDocument other) {
        return extras.equals(other.extras) && entries.stream().map(Entry::meaning).toList()
                .equals(other.entries.stream().map(Entry::meaning).toList());
    }

    /**
     * One template.
     *
     * @param extras the fields that the library does not know
     */
    record Entry(SavedTemplate template, MappingNode node, String extras) {

        private List<Object> meaning() {
            return List.of(template, extras);
        }
    }
}
