// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Checks a value against as much of JSON Schema as the report's schema uses. Values are maps, lists, texts, numbers and truths. */
public record SchemaCheck(Map<String, Object> root, List<String> faults) {

    /** The value of a text: JSON is YAML too. */
    public static Map<String, Object> read(String json) {
        return object(
                new Load(LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build()).loadFromString(json));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static List<Object> array(Object value) {
        return (List<Object>) value;
    }

    void check(Object value, Object written, String place) {
        Map<String, Object> schema = object(written);
        if (schema.get("$ref") instanceof String name) {
            schema = object(object(root.get("$defs")).get(name.substring("#/$defs/".length())));
        }
        if (schema.containsKey("const") && !value.equals(schema.get("const"))) {
            faults.add(place + " is not " + schema.get("const"));
        }
        if (schema.containsKey("enum") && !array(schema.get("enum")).contains(value)) {
            faults.add(place + " is none of " + schema.get("enum"));
        }
        if (schema.get("type") instanceof String type && !isOf(type, value)) {
            faults.add(place + " is no " + type);
            return;
        }
        if (schema.get("minimum") instanceof Number least && ((Number) value).doubleValue() < least.doubleValue()) {
            faults.add(place + " is too small");
        }
        if (schema.get("maximum") instanceof Number most && ((Number) value).doubleValue() > most.doubleValue()) {
            faults.add(place + " is too large");
        }
        if (value instanceof Map<?, ?>) {
            fields(object(value), schema, place);
        }
        if (value instanceof List<?> items && schema.containsKey("items")) {
            for (int i = 0; i < items.size(); i++) {
                check(items.get(i), schema.get("items"), place + "/" + i);
            }
        }
    }

    private void fields(Map<String, Object> value, Map<String, Object> schema, String place) {
        if (schema.containsKey("required")) {
            array(schema.get("required")).stream().filter(name -> !value.containsKey(name))
                    .forEach(name -> faults.add(place + " has no " + name));
        }
        Map<String, Object> known = object(schema.getOrDefault("properties", Map.of()));
        value.forEach((name, field) -> {
            Object of = known.getOrDefault(name, schema.getOrDefault("additionalProperties", ""));
            if (of.equals("")) {
                faults.add(place + " has " + name + ", which the schema does not tell of");
            } else {
                check(field, of, place + "/" + name);
            }
        });
    }

    private static boolean isOf(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> Set.of(Integer.class, Long.class, BigInteger.class).contains(value.getClass());
            case "number" -> value instanceof Number;
            default -> throw new IllegalArgumentException(type);
        };
    }
}
