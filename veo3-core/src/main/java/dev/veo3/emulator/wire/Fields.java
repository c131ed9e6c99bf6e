// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.wire;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object of a request, read field by field: whatever has the wrong type is refused with its path, and so is a field
 * that the service does not know.
 */
public record Fields(ObjectNode object, String path) {

    /** Refuses every field that is not in this list, all of them in one message. */
    public Fields only(String... known) throws ApiError {
        TreeSet<String> unknown = new TreeSet<>(object.propertyNames());
        unknown.removeAll(List.of(known));
        if (!unknown.isEmpty()) {
            throw ApiError.invalid("Invalid JSON payload received. Unknown name \"" + String.join("\", \"", unknown)
                    + "\" at '" + path + "': Cannot find field.");
        }
        return this;
    }

    /** Whether the object has such a field, with whatever value. */
    public boolean has(String name) {
        return object.has(name);
    }

    /** An object inside this one; empty when the field is absent. */
    public Optional<Fields> object(String name) throws ApiError {
        return switch (object.get(name)) {
            case null -> Optional.empty();
            case ObjectNode node -> Optional.of(new Fields(node, at(name)));
            case JsonNode other -> throw wrong(name, "an object", other);
        };
    }

    /** The objects of an array; empty when the field is absent. */
    public List<Fields> objects(String name) throws ApiError {
        JsonNode node = object.get(name);
        if (node == null) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong(name, "an array", node);
        }
        List<Fields> elements = new ArrayList<>();
        for (JsonNode element : node) {
            String where = name + "[" + elements.size() + "]";
            if (!(element instanceof ObjectNode fields)) {
                throw wrong(where, "an object", element);
            }
            elements.add(new Fields(fields, at(where)));
        }
        return elements;
    }

    /** A string; empty when the field is absent. */
    public Optional<String> text(String name) throws ApiError {
        JsonNode node = object.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isString()) {
            throw wrong(name, "a string", node);
        }
        return Optional.of(node.stringValue());
    }

    /** A string that is one of these, in any case of letters; the answer has the case of the list. */
    public Optional<String> choice(String name, String... allowed) throws ApiError {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return value;
        }
        for (String choice : allowed) {
            if (choice.equalsIgnoreCase(value.get())) {
                return Optional.of(choice);
            }
        }
        throw ApiError.invalid("Unsupported value \"" + value.get() + "\" for " + at(name) + ", supported: "
                + String.join(", ", allowed) + ".");
    }

    /** True or false; empty when the field is absent. A string such as {@code "true"} is refused. */
    public Optional<Boolean> flag(String name) throws ApiError {
        JsonNode node = object.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isBoolean()) {
            throw wrong(name, "true or false", node);
        }
        return Optional.of(node.booleanValue());
    }

    /** A whole number within these bounds; a number in quotes is refused, as the service does. */
    public Optional<Long> whole(String name, long min, long max) throws ApiError {
        JsonNode node = object.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isNumber()) {
            throw wrong(name, "a number", node);
        }
        BigDecimal value = node.decimalValue();
        if (value.compareTo(BigDecimal.valueOf(min)) < 0 || value.compareTo(BigDecimal.valueOf(max)) > 0
                || value.stripTrailingZeros().scale() > 0) {
            throw ApiError.invalid(
                    "The value of " + at(name) + " needs to be a whole number from " + min + " to " + max + ", not "
                            + node);
        }
        return Optional.of(value.longValueExact());
    }

    /** The bytes that stand in base64; empty when the field is absent. */
    public Optional<byte[]> binary(String name) throws ApiError {
        JsonNode node = object.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isBinary()) {
            throw wrong(name, "a base64 string", node);
        }
        return Optional.of(node.binaryValue());
    }

    /** The path of a field, for messages: {@code parameters.durationSeconds}. */
    public String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private ApiError wrong(String name, String wanted, JsonNode found) {
        String kind = found.getNodeType().name().toLowerCase(Locale.ROOT);
        return ApiError.invalid("The value type for " + at(name) + " needs to be " + wanted + ", not " + kind + ".");
    }
}
