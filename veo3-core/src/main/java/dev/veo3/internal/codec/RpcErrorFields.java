package dev.veo3.internal.codec;

import dev.veo3.error.RpcError;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A google.rpc.Status, or what stands for one: its code may be a number, a number in a string, or a word. */
public final class RpcErrorFields {
    private static final int OK = 0;

    private int code = OK;
    private String word = "";
    private String message = "";

    private RpcErrorFields() {}

    /** The error at which the parser stands; null when there is none, or when it says that all is well. */
    public static @Nullable RpcError read(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return null;
        }
        RpcErrorFields fields = new RpcErrorFields();
        JsonWalk.eachField(json, fields::field);
        return fields.error();
    }

    private void field(String name, JsonParser json) {
        switch (name) {
            case "code" -> code(json);
            case "message" -> message = json.getValueAsString("");
            default -> {
            }
        }
    }

    private void code(JsonParser json) {
        String written = JsonWalk.text(json);
        if (!written.isEmpty() && !written.matches("-?\\d{1,9}")) {
            word = written;
        } else {
            code = json.getValueAsInt(RpcError.UNKNOWN);
        }
    }

    private @Nullable RpcError error() {
        if (!word.isEmpty()) {
            return RpcError.of(word, message);
        }
        // As google.rpc.Status has it: code 0 is OK, and JSON may leave it out.
        if (code == OK && message.isEmpty()) {
            return null;
        }
        return new RpcError(code == OK ? RpcError.UNKNOWN : code, message);
    }
}
