package dev.veo3.internal.agentplatform;

import dev.veo3.video.OperationName;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Finds the operation name in the answer to a submit, even in one that breaks off behind it: the name is what was paid for. */
final class NameReader {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private NameReader() {}

    static Optional<OperationName> read(byte[] answer) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), answer)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("name") && value == JsonToken.VALUE_STRING) {
                    return Optional.of(new OperationName(json.getString()));
                }
                json.skipChildren();
            }
            return Optional.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            // Cut before the name's end, no JSON, or a name that is none: the caller reports that nobody knows what happened.
            return Optional.empty();
        }
    }
}
