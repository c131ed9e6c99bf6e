// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.util.List;
import java.util.Optional;

/**
 * A template as somebody wants it in a {@link TemplateLibrary}. Immutable.
 *
 * @param name by which it is found; any text that is not blank
 * @param prompt the template
 * @param description what it is for
 * @param tags words by which it is listed
 * @since 1.0
 */
public record TemplateDraft(String name, PromptTemplate prompt, Optional<String> description, List<String> tags) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when the name is blank
     */
    public TemplateDraft {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a template is blank. Give it one.");
        }
        tags = List.copyOf(tags);
    }

    /**
     * A template without a description and tags.
     *
     * @throws IllegalArgumentException when the name is blank
     */
    public static TemplateDraft of(String name, PromptTemplate prompt) {
        return new TemplateDraft(name, prompt, Optional.empty(), List.of());
    }

    /** The same with that description; an empty one is none. */
    public TemplateDraft describedAs(String words) {
        return new TemplateDraft(name, prompt, Optional.of(words).filter(given -> !given.isEmpty()), tags);
    }

    /** The same with these tags and no others. */
    public TemplateDraft tagged(String... words) {
        return new TemplateDraft(name, prompt, description, List.of(words));
    }
}
