// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a safety filter held a video back.
 *
 * @param text the service's own words
 * @param categories what the support codes in them stand for; empty when there is none that is known
 * @since 1.0
 */
public record FilterReason(String text, Set<SafetyCategory> categories) {
    private static final Pattern SUPPORT_CODE = Pattern.compile("\\b\\d{8}\\b");

    /** Copies the set. */
    public FilterReason {
        categories = Set.copyOf(categories);
    }

    /** Reads the support codes in the service's words. */
    public static FilterReason of(String text) {
        Set<SafetyCategory> categories = EnumSet.noneOf(SafetyCategory.class);
        Matcher matcher = SUPPORT_CODE.matcher(text);
        while (matcher.find()) {
            SafetyCategory.of(matcher.group()).ifPresent(categories::add);
        }
        return new FilterReason(text, categories);
    }
}
