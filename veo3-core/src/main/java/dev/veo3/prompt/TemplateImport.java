// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.util.List;

/**
 * What an import did, by the names of the templates in the order of the imported file. Immutable.
 *
 * @param added those that the library did not have
 * @param replaced those of which the library had another one, which is gone
 * @param kept those of which the library had one that stayed: the same one, or another one by {@link OnConflict#KEEP}
 * @since 1.0
 */
public record TemplateImport(List<String> added, List<String> replaced, List<String> kept) {

    /** Copies the lists. */
    public TemplateImport {
        added = List.copyOf(added);
        replaced = List.copyOf(replaced);
        kept = List.copyOf(kept);
    }

    /** What happens to a template whose name the library has already, with another content. */
    public enum OnConflict {
        /** The library's template stays. */
        KEEP,
        /** The imported template takes its place, as in the Go program {@code go-veo3}. */
        REPLACE,
        /** Nothing at all is imported; the error names every such template. */
        REFUSE
    }
}
