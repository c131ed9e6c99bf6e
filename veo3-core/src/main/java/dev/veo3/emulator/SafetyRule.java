// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Decides which prompts the safety filter holds back. Called by many threads at once.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface SafetyRule {

    /** The words of {@link #standard}, each with the support code that the answer then names. */
    Map<String, String> WORDS = Map.of("blood", "61493863", "gore", "56562880", "celebrity", "29310472", "toxic",
            "78610348", "vulgar", "32635315");

    /** The eight-digit support code of the reason why this prompt is held back; empty lets it pass. */
    Optional<String> judge(String prompt);

    /** Holds back prompts with one of {@link #WORDS}. */
    static SafetyRule standard() {
        return words(WORDS);
    }

    /** Lets everything pass. */
    static SafetyRule none() {
        return prompt -> Optional.empty();
    }

    /** Holds back prompts that contain one of these words, as a whole word in any case of letters. */
    static SafetyRule words(Map<String, String> supportCodes) {
        Map<Pattern, String> patterns = new TreeMap<>((a, b) -> a.pattern().compareTo(b.pattern()));
        supportCodes.forEach((word, code) -> patterns.put(
                Pattern.compile("\\b" + Pattern.quote(word) + "\\b", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE),
                Fault.Filtered.checked(code)));
        return prompt -> patterns.entrySet().stream().filter(word -> word.getKey().matcher(prompt).find())
                .map(Map.Entry::getValue).findFirst();
    }
}
