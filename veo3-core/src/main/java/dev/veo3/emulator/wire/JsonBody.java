// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request's body: a JSON object that was read with a bound. Base64 in fields that the caller names is decoded while it is
 * read, so that an image costs its own size and not that of its text.
 *
 * @param root the object
 */
public record JsonBody(ObjectNode root) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build()).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper CANONICAL = JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    /**
     * Reads a body.
     *
     * @param binary tells by its path, such as {@code instances[0].image.bytes}, which string is base64
     * @throws ApiError with status 400 when it is no JSON object, holds bad base64 or is longer than {@code limit} bytes
     * @throws IOException when the connection breaks
     */
    public static JsonBody read(InputStream in, long limit, Predicate<String> binary)
            throws ApiError, IOException {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), new Bounded(in, limit))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ApiError.invalid("Invalid JSON payload received. The body is not a JSON object.");
            }
            ObjectNode root = object(parser, "", binary);
            if (parser.nextToken() != null) {
                throw ApiError.invalid("Invalid JSON payload received. Something follows the object.");
            }
            return new JsonBody(root);
        } catch (JacksonIOException e) {
            if (e.getCause() instanceof TooLong) {
                throw ApiError.invalid("Request payload size exceeds the limit: " + limit + " bytes.");
            }
            throw e.getCause();
        } catch (JacksonException e) {
            throw ApiError.invalid("Invalid JSON payload received. " + e.getOriginalMessage() + " (line "
                    + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")");
        }
    }

    /**
     * SHA-256, in hexadecimal, of this body as canonical JSON: names sorted, no spaces, without what {@code trim} takes out
     * of a copy. Trimmed of where its results go, two requests for the same video have the same hash.
     */
    public String hash(Consumer<ObjectNode> trim) {
        ObjectNode hashed = root.deepCopy();
        trim.accept(hashed);
        MessageDigest digest = sha256();
        CANONICAL.writeValue(new DigestOutputStream(OutputStream.nullOutputStream(), digest), hashed);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, this one says it has not", e);
        }
    }

    private static ObjectNode object(JsonParser parser, String path, Predicate<String> binary)
            throws ApiError {
        ObjectNode node = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String at = path.isEmpty() ? name : path + "." + name;
            if (parser.nextToken() == JsonToken.VALUE_STRING && binary.test(at)) {
                node.put(name, decoded(parser, at));
            } else {
                node.set(name, value(parser, at, binary));
            }
        }
        return node;
    }

    private static JsonNode value(JsonParser parser, String path, Predicate<String> binary)
            throws ApiError {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, path, binary);
            case START_ARRAY -> {
                ArrayNode node = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    node.add(value(parser, path + "[" + node.size() + "]", binary));
                }
                yield node;
            }
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static byte[] decoded(JsonParser parser, String path) throws ApiError {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            parser.readBinaryValue(bytes);
        } catch (JacksonIOException e) {
            throw e;
        } catch (JacksonException e) {
            throw ApiError.invalid("Invalid value at '" + path + "' (TYPE_BYTES), Base64 decoding failed: "
                    + e.getOriginalMessage());
        }
        return bytes.toByteArray();
    }

    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(long limit) {
            super("More than " + limit + " bytes");
        }
    }

    private static final class Bounded extends InputStream {
        private final InputStream in;
        private final long limit;
        private long count;

        Bounded(InputStream in, long limit) {
            this.in = in;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = in.read(target, offset, length);
            count += Math.max(0, n);
            if (count > limit) {
                throw new TooLong(limit);
            }
            return n;
        }
    }
}
