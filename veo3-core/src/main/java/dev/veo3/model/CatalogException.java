// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.List;

/**
 * A catalogue file cannot be used. The message names every problem, each with its file, its line and what to do.
 *
 * @since 1.0
 */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** At least one problem. */
    CatalogException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence or two for each problem: {@code models.yaml:7: there is no trait "colour". …}. */
    public List<String> problems() {
        return problems;
    }
}
