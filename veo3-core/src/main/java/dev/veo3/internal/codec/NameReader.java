// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.video.OperationName;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Finds the operation name in the answer to a submit, even in one that breaks off behind it: the name is what was paid for. */
public final class NameReader {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private NameReader() {}

    /**
     * A reader of names.
     *
     * @param field in which the name stands
     * @param nameOf makes a name of what stands there
     */
    public static Function<byte[], Optional<OperationName>> of(String field, Function<String, String> nameOf) {
        return answer -> text(answer, field).flatMap(text -> name(text, nameOf));
    }

    private static Optional<OperationName> name(String text, Function<String, String> nameOf) {
        try {
            return Optional.of(new OperationName(nameOf.apply(text)));
        } catch (IllegalArgumentException e) {
            // A name that is none: the caller reports that nobody knows what happened.
            return Optional.empty();
        }
    }

    private static Optional<String> text(byte[] answer, String field) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), answer)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals(field) && value == JsonToken.VALUE_STRING) {
                    return Optional.of(json.getString());
                }
                json.skipChildren();
            }
            return Optional.empty();
        } catch (JacksonException e) {
            // Cut before the name's end, or no JSON.
            return Optional.empty();
        }
    }
}
