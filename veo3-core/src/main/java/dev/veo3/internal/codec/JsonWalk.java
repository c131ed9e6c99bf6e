// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Walks through JSON that arrives, without holding it. What has another shape than expected is passed over. */
public final class JsonWalk {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private JsonWalk() {}

    /** Reads the value of a field, at whose first token the parser stands; what it leaves of an object or array is skipped. */
    @FunctionalInterface
    public interface FieldReader {

        /** The field of that name. */
        void read(String name, JsonParser json) throws IOException;
    }

    /** Reads an element of an array, at whose first token the parser stands; what it leaves is skipped. */
    @FunctionalInterface
    public interface ElementReader {

        /** The next element. */
        void read(JsonParser json) throws IOException;
    }

    /**
     * Reads a document that is one object, to the end of the stream.
     *
     * @throws tools.jackson.core.JacksonException when it is no JSON, no object, or not whole
     */
    public static void object(InputStream answer, FieldReader reader) throws IOException {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), new PutBackStream(answer))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException(json, "An object was expected" + RpcErrorFields.ofFrontEnd(json)
                        .map(error -> ", and an error came in an array: " + error.describe()).orElse(""));
            }
            eachField(json, reader);
            // To the end of the body, so that its connection can be used again.
            json.nextToken();
        }
    }

    /** Reads an object; anything else is left to be skipped. */
    public static void eachField(JsonParser json, FieldReader reader) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            reader.read(name, json);
            json.skipChildren();
        }
    }

    /** Reads an array; anything else is left to be skipped. */
    public static void eachElement(JsonParser json, ElementReader reader) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            reader.read(json);
            json.skipChildren();
        }
    }

    /** The text of a string; empty for any other value. */
    public static String text(JsonParser json) {
        return json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : "";
    }

    /** A number of things, also one that stands in a string; beyond what a long holds, the greatest. Zero for anything else. */
    public static long count(JsonParser json) {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> count(json.getString().strip());
            default -> 0;
        };
    }

    private static long count(String written) {
        if (!written.matches("\\d+(?:\\.\\d+)?(?:[eE]\\+?\\d{1,9})?")) {
            return 0;
        }
        return written.matches("\\d{1,18}") ? Long.parseLong(written) : (long) Double.parseDouble(written);
    }
}
