// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A template in a {@link TemplateLibrary}. Immutable.
 *
 * @param content what was saved
 * @param created when it was saved first; empty when the file does not say so
 * @param updated when it was saved last; empty when the file does not say so
 * @since 1.0
 */
public record SavedTemplate(TemplateDraft content, Optional<Instant> created, Optional<Instant> updated) {

    /** By which it is found. */
    public String name() {
        return content.name();
    }

    /** The template. */
    public PromptTemplate prompt() {
        return content.prompt();
    }

    /** What it is for. */
    public Optional<String> description() {
        return content.description();
    }

    /** Words by which it is listed. */
    public List<String> tags() {
        return content.tags();
    }
}
