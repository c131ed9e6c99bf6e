// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.model.Platform;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** Where a request of ours may differ from the official client's for the same inputs, and why. Any other difference is a mistake. */
enum AllowedDifference {

    CASE("/parameters/compressionQuality|/parameters/resizeMode|.*/referenceType|.*/maskMode",
            "The documents write these words in small letters, the official client in capitals; the service takes both",
            difference -> !difference.ourText().isEmpty()
                    && difference.ourText().equalsIgnoreCase(difference.theirText())),

    EDIT("/parameters/task",
            "The official client cannot name the task; without it, the service extends a video that has no mask",
            difference -> difference.ourText().equals("edit") && difference.theirs().isEmpty()),

    EXTENSION_LENGTH(EnumSet.of(Platform.AGENT_PLATFORM), "/parameters/durationSeconds",
            "An extension adds 7 s: another length is refused, and one that stands in the defaults of a batch is not sent",
            difference -> difference.ours().isEmpty() && difference.theirs().isPresent()),

    NO_PARAMETERS("/parameters",
            "The official client leaves out an object that is empty, we send it: both say that everything is standard",
            difference -> difference.ours().filter(node -> node.isObject() && node.isEmpty()).isPresent()
                    && difference.theirs().isEmpty()),

    LABELS(EnumSet.of(Platform.GEMINI_API), "/labels/.*",
            "Labels are documented for the Agent Platform only; we leave them out with a warning, because they are for the"
                    + " bill and no reason to be refused",
            difference -> difference.ours().isEmpty() && !difference.theirText().isEmpty()),

    STORE("/store",
            "True is the documented default; we say it because an interaction that is not stored cannot be polled",
            difference -> difference.ours().filter(node -> node.isBoolean() && node.booleanValue()).isPresent()
                    && difference.theirs().isEmpty()),

    DELIVERY("/response_format(?:/0)?/delivery",
            "Inline, the documented default, the Gemini API hands over no more than 4 MB; with a place in Cloud Storage the"
                    + " Agent Platform needs the word",
            difference -> difference.ourText().equals("uri") && difference.theirs().isEmpty()),

    FRAME_TAGS("/input/\\d+/text",
            "Omni learns from tags in the prompt which picture is which frame; the official client"
                    + " leaves them to its user",
            difference -> !difference.theirText().isEmpty() && Set
                    .of("<FIRST_FRAME> " + difference.theirText(),
                            "<FIRST_FRAME> <LAST_FRAME> " + difference.theirText())
                    .contains(difference.ourText()));

    private final Set<Platform> platforms;
    private final String path;
    private final String reason;
    private final Predicate<JsonDifference> such;

    AllowedDifference(String path, String reason, Predicate<JsonDifference> such) {
        this(EnumSet.allOf(Platform.class), path, reason, such);
    }

    AllowedDifference(Set<Platform> platforms, String path, String reason, Predicate<JsonDifference> such) {
        this.platforms = platforms;
        this.path = path;
        this.reason = reason;
        this.such = such;
    }

    boolean covers(Platform platform, JsonDifference difference) {
        return platforms.contains(platform) && difference.path().matches(path) && such.test(difference);
    }

    @Override
    public String toString() {
        return name() + " at " + path + ": " + reason;
    }
}
