// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A place at which two JSON documents differ.
 *
 * @param path of a value that is no object and no array, or of an empty one, for example {@code /instances/0/prompt}
 * @param ours what stands there in the first document
 * @param theirs what stands there in the second
 */
record JsonDifference(String path, Optional<JsonNode> ours, Optional<JsonNode> theirs) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Every place at which they differ: none for equal trees. */
    static List<JsonDifference> between(String ours, String theirs) {
        TreeMap<String, JsonNode> here = new TreeMap<>();
        TreeMap<String, JsonNode> there = new TreeMap<>();
        leaves("", JSON.readTree(ours), here);
        leaves("", JSON.readTree(theirs), there);
        TreeSet<String> paths = new TreeSet<>(here.keySet());
        paths.addAll(there.keySet());
        List<JsonDifference> differences = new ArrayList<>();
        for (String path : paths) {
            Optional<JsonNode> left = Optional.ofNullable(here.get(path));
            Optional<JsonNode> right = Optional.ofNullable(there.get(path));
            if (!left.equals(right)) {
                differences.add(new JsonDifference(path, left, right));
            }
        }
        return differences;
    }

    private static void leaves(String path, JsonNode node, TreeMap<String, JsonNode> into) {
        if (node.isEmpty()) {
            into.put(path, node);
        } else if (node.isObject()) {
            node.properties().forEach(field -> leaves(path + "/" + field.getKey(), field.getValue(), into));
        } else {
            for (int i = 0; i < node.size(); i++) {
                leaves(path + "/" + i, node.get(i), into);
            }
        }
    }

    /** What stands there in ours, as a text; empty when it is none. */
    String ourText() {
        return ours.filter(JsonNode::isString).map(JsonNode::stringValue).orElse("");
    }

    /** What stands there in theirs, as a text; empty when it is none. */
    String theirText() {
        return theirs.filter(JsonNode::isString).map(JsonNode::stringValue).orElse("");
    }
}
