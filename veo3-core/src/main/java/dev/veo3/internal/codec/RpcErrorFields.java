// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.error.RpcError;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A google.rpc.Status, or what stands for one: an object, whose code may be a number, a number in a string, or a word; a word or a
 * number alone; or an array that holds one of these. Of each it takes what can be told.
 */
public final class RpcErrorFields {
    private static final int OK = 0;

    private int code = OK;
    private boolean codeWritten;
    private String word = "";
    private String status = "";
    private String message = "";
    private String rest = "";
    private @Nullable RpcError inner;

    private RpcErrorFields() {}

    /** The error at which the parser stands; null when there is none, or when it says that all is well. */
    public static @Nullable RpcError read(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                RpcErrorFields fields = new RpcErrorFields();
                JsonWalk.eachField(json, fields::field);
                yield fields.error();
            }
            case START_ARRAY -> {
                RpcErrorFields fields = new RpcErrorFields();
                JsonWalk.eachElement(json, fields::element);
                yield fields.inner;
            }
            case VALUE_STRING -> ofWords(JsonWalk.text(json));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                RpcErrorFields fields = new RpcErrorFields();
                fields.code(json);
                yield fields.error();
            }
            case VALUE_TRUE -> new RpcError(RpcError.UNKNOWN, "");
            default -> null;
        };
    }

    /** The first error in an array of answers: {@code [{"error":{…}}]}, as Google's front ends write it. Empty for anything else. */
    static Optional<RpcError> ofFrontEnd(JsonParser json) throws IOException {
        RpcErrorFields fields = new RpcErrorFields();
        JsonWalk.eachElement(json, element -> JsonWalk.eachField(element, (name, value) -> {
            if (name.equals("error")) {
                fields.element(value);
            }
        }));
        return Optional.ofNullable(fields.inner);
    }

    private static @Nullable RpcError ofWords(String words) {
        if (words.isBlank()) {
            return null;
        }
        RpcError named = RpcError.of(words.strip(), "");
        boolean isName = named.code() != RpcError.UNKNOWN || named.status().equalsIgnoreCase("UNKNOWN");
        if (isName) {
            return named.code() == OK ? null : named;
        }
        return new RpcError(RpcError.UNKNOWN, Beginning.bounded(words));
    }

    /** The first error is the one that is told. */
    private void element(JsonParser json) throws IOException {
        RpcError found = read(json);
        if (inner == null) {
            inner = found;
        }
    }

    private void field(String name, JsonParser json) throws IOException {
        switch (name) {
            case "code" -> code(json);
            case "message" -> message = json.getValueAsString("");
            case "status" -> status = JsonWalk.text(json);
            case "error" -> element(json);
            default -> rest(name, json);
        }
    }

    /** Stands for the message when there is none. */
    private void rest(String name, JsonParser json) {
        if (json.currentToken() != JsonToken.VALUE_NULL) {
            String value = json.getValueAsString("…");
            rest = Beginning.bounded((rest.isEmpty() ? "" : rest + ", ") + name + ": " + value);
        }
    }

    private void code(JsonParser json) {
        codeWritten = true;
        switch (json.currentToken()) {
            case VALUE_STRING -> {
                String written = JsonWalk.text(json);
                if (written.matches("-?\\d{1,9}")) {
                    code = Integer.parseInt(written);
                } else if (written.isBlank()) {
                    codeWritten = false;
                } else {
                    word = written;
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                String written = json.getString();
                if (written.matches("-?\\d{1,9}(?:\\.0+)?")) {
                    code = Integer.parseInt(written.replaceFirst("\\..*", ""));
                } else {
                    // No code of google.rpc's: it is told as it is written.
                    word = Beginning.bounded(written);
                }
            }
            case VALUE_NULL, VALUE_FALSE -> codeWritten = false;
            default -> code = RpcError.UNKNOWN;
        }
    }

    private @Nullable RpcError error() {
        if (!word.isEmpty()) {
            return RpcError.of(word, message);
        }
        if (code != OK) {
            return new RpcError(code, message);
        }
        if (inner != null) {
            return inner;
        }
        // As google.rpc.Status has it: code 0 is OK, and JSON may leave it out.
        if (!message.isEmpty()) {
            return status.isEmpty() ? new RpcError(RpcError.UNKNOWN, message) : RpcError.of(status, message);
        }
        if (codeWritten || status.equalsIgnoreCase("OK")) {
            return null;
        }
        if (!status.isEmpty()) {
            return RpcError.of(status, rest);
        }
        return rest.isEmpty() ? null : new RpcError(RpcError.UNKNOWN, rest);
    }
}
