// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.wire;

import dev.veo3.emulator.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * A part of a list, by {@code pageSize} and {@code pageToken}.
 *
 * @param items what is on it
 * @param next the token of the next page
 */
public record Page<T>(List<T> items, Optional<String> next) {

    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The page that a request asks for.
     *
     * @throws ApiError with status 400 when the token is none of this list, or the size no number
     */
    public static <T> Page<T> of(List<T> all, Request request, int usualSize, int largestSize) throws ApiError {
        int from = number(request, "pageToken", 0);
        int size = Math.min(largestSize, number(request, "pageSize", usualSize));
        int to = Math.min(all.size(), from + (size == 0 ? usualSize : size));
        if (from > all.size()) {
            throw ApiError.invalid("Page token is not valid.");
        }
        return new Page<>(all.subList(from, to),
                to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }

    /** Writes it as an object, with its items in that field. */
    public void write(JsonGenerator json, String field, Consumer<T> writer) {
        json.writeStartObject();
        json.writeArrayPropertyStart(field);
        items.forEach(writer);
        json.writeEndArray();
        if (next.isPresent()) {
            json.writeStringProperty("nextPageToken", next.get());
        }
        json.writeEndObject();
    }

    private static int number(Request request, String name, int otherwise) throws ApiError {
        String text = request.parameter(name).filter(value -> !value.isEmpty()).orElse(Integer.toString(otherwise));
        if (!text.matches("\\d{1,6}")) {
            throw ApiError.invalid("The value of " + name + " is not valid: \"" + text + "\".");
        }
        return Integer.parseInt(text);
    }
}
