// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.storage;

import dev.veo3.internal.codec.JsonWalk;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * One page of a listing.
 *
 * @param items the objects of the page
 * @param next what asks for the next page; empty on the last one
 */
record ObjectPage(List<Item> items, Optional<String> next) {
    private static final String KIND = "storage#objects";
    /** More than a page was asked to have, whatever its maker thinks a page is. */
    private static final int MOST_ITEMS = 10_000;

    /** An object. */
    record Item(String name, String contentType) {

        /** The service writes nothing else there, but a console makes an empty object for each folder. */
        boolean isVideo() {
            return !name.endsWith("/")
                    && (contentType.startsWith("video/") || name.toLowerCase(Locale.ROOT).endsWith(".mp4"));
        }
    }

    /**
     * Reads a page. What says where videos are must be understood, or one that was paid would count as missing: so it is less lenient
     * than other answers are read.
     */
    static ObjectPage read(InputStream answer) throws IOException {
        List<Item> items = new ArrayList<>();
        @Nullable
        String[] next = new String[1];
        boolean[] isListing = new boolean[1];
        JsonWalk.object(answer, (field, json) -> {
            switch (field) {
                case "kind" -> isListing[0] = JsonWalk.text(json).equals(KIND);
                case "items" -> {
                    require(json, JsonToken.START_ARRAY, "The items are no array");
                    JsonWalk.eachElement(json, element -> items.add(item(element, items.size())));
                }
                case "nextPageToken" -> {
                    require(json, JsonToken.VALUE_STRING, "The token of the next page is no text");
                    next[0] = json.getString();
                }
                case "error" -> throw new StreamReadException(json, "An error came with a status of success");
                default -> {
                }
            }
        });
        if (!isListing[0]) {
            // An answer of something else would look like one that says that nothing is there.
            throw new StreamReadException(null, "It is no " + KIND);
        }
        return new ObjectPage(items, Optional.ofNullable(next[0]).filter(token -> !token.isEmpty()));
    }

    private static Item item(JsonParser json, int before) throws IOException {
        require(json, JsonToken.START_OBJECT, "An item is no object");
        if (before == MOST_ITEMS) {
            throw new StreamReadException(json, "The page has more than " + MOST_ITEMS + " items");
        }
        @Nullable
        String[] said = new String[2];
        JsonWalk.eachField(json, (field, value) -> {
            switch (field) {
                case "name" -> said[0] = JsonWalk.text(value);
                case "contentType" -> said[1] = JsonWalk.text(value);
                default -> {
                }
            }
        });
        String name = said[0];
        if (name == null || name.isEmpty()) {
            throw new StreamReadException(json, "An item has no name");
        }
        return new Item(name, said[1] == null ? "" : said[1]);
    }

    private static void require(JsonParser json, JsonToken token, String otherwise) {
        if (json.currentToken() != token) {
            throw new StreamReadException(json, otherwise);
        }
    }
}
