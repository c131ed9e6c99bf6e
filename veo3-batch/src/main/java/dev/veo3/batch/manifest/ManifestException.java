// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A manifest cannot be read or must not be run as it is. Nothing has been submitted.
 *
 * @since 1.0
 */
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** All that was found, at least one. */
    public ManifestException(List<Problem> problems) {
        super(problems.stream().map(Problem::describe).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
