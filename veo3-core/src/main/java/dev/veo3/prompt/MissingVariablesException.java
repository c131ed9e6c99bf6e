// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A template was rendered while some of its variables had neither a value nor a default. Nothing was rendered.
 *
 * @since 1.0
 */
public final class MissingVariablesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // The lists that List.copyOf makes are serializable.
    private final List<String> names;

    MissingVariablesException(List<String> names) {
        super(message(names));
        this.names = List.copyOf(names);
    }

    private static String message(List<String> names) {
        String quoted = names.stream().map(name -> "{{" + name + "}}").collect(Collectors.joining(", "));
        return "No value for " + quoted + ". Give " + (names.size() == 1 ? "it a value" : "them values")
                + ", or write a default into the template: {{" + names.getFirst() + "|default}}.";
    }

    /** The names of all variables without a value, in order of first use, each once. */
    public List<String> names() {
        return names;
    }
}
