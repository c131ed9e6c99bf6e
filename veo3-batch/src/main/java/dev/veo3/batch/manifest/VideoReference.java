// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a manifest names the video that another job will make: {@code ${id.video}}.
 *
 * @since 1.0
 */
public final class VideoReference {
    private static final Pattern FORM = Pattern.compile("\\$\\{\\s*(.*?)\\s*\\.\\s*video\\s*}", Pattern.DOTALL);
    private static final String OPEN = "${";

    private VideoReference() {}

    /** The id of the job that is named; empty when the text is no such reference. */
    public static Optional<String> idIn(String text) {
        // Looked at first: nearly every text is none.
        if (!text.startsWith(OPEN)) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether the text looks like one, right or wrong. */
    public static boolean isMeant(String text) {
        return text.startsWith(OPEN) && text.endsWith("}");
    }

    /** The reference to the video of a job. */
    public static String write(String id) {
        return OPEN + id + ".video}";
    }
}
