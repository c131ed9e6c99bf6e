// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A prompt with named gaps. The text is parsed once; rendering fills the gaps in one pass and never looks at a value
 * again, so a value that contains braces stays as it is. Immutable and thread-safe; equal when the text is.
 *
 * <ul>
 * <li><code>{{name}}</code> is a variable. Its name consists of the letters a to z in either case, digits and underscores;
 * white space around it is ignored.
 * <li><code>{{name|some words}}</code> has a default, used where the variable has no value. White space around the default is
 * dropped, an empty default is allowed, and another use of the same variable may have another default or none.
 * <li><code>\{{</code> is a literal <code>{{</code>, and the <code>}}</code> that belongs to it is literal too, so
 * <code>\{{name}}</code> renders as <code>{{name}}</code>. A literal <code>}}</code> that stands alone is written <code>\}}</code>.
 * <li>Everything else is text, single braces and backslashes included. No brace of any kind may stand inside a variable.
 * </ul>
 *
 * {@snippet file="dev/veo3/SnippetsTest.java" region="template"}
 *
 * @since 1.0
 */
public final class PromptTemplate {

    private final String text;
    /** Where the opening braces of each gap are. */
    private final int[] opens;
    private final int gaps;
    private final boolean escapes;
    /** Cut when first needed. Two threads may both cut them, into equal ones. */
    private @Nullable TemplatePieces pieces;

    PromptTemplate(String text, int[] opens, int gaps, boolean escapes) {
        this.text = text;
        this.opens = opens;
        this.gaps = gaps;
        this.escapes = escapes;
    }

    /**
     * Reads a template.
     *
     * @throws TemplateException when the text is blank, when braces are not closed, not opened or stand inside braces, or
     *         when a name is empty or has a character that names do not have; it says where
     */
    public static PromptTemplate parse(String text) {
        return TemplateParser.parse(text);
    }

    /**
     * A template that renders as this text: every pair of braces in it is made literal. A text that ends in a backslash must
     * not be followed by braces then.
     */
    public static String escape(String text) {
        return TemplateParser.escape(text);
    }

    /** The text this was parsed from. */
    public String text() {
        return text;
    }

    /** The names of the variables in order of first use, each once; those with a default included. Immutable. */
    public List<String> variables() {
        return pieces().variables();
    }

    /**
     * The prompt with these values in its gaps. The map is asked once for each gap; entries that the template does not use are
     * ignored.
     *
     * @throws MissingVariablesException when variables have neither a value nor a default; it names all of them
     * @throws IllegalArgumentException when the prompt would have more than 2,147,483,647 characters, which no string can have
     * @throws OutOfMemoryError when the prompt is shorter, but the memory has no room for it
     */
    public String render(Map<String, String> values) {
        return pieces().fill(values);
    }

    /**
     * The prompt with the values that the function gives, which is asked once for each variable, in the order of
     * {@link #variables()}. An empty answer means that there is no value. What the function throws is passed on.
     *
     * @throws NullPointerException when the function answers null; it names the variable
     * @throws MissingVariablesException when variables have neither a value nor a default; it names all of them
     * @throws IllegalArgumentException when the prompt would have more than 2,147,483,647 characters, which no string can have
     * @throws OutOfMemoryError when the prompt is shorter, but the memory has no room for it
     */
    public String render(Function<String, Optional<String>> values) {
        Map<String, String> found = new HashMap<>();
        for (String variable : variables()) {
            Optional<String> answer = Objects.requireNonNull(values.apply(variable),
                    () -> "the function answered null for {{" + variable + "}}, not an Optional");
            answer.ifPresent(value -> found.put(variable, value));
        }
        return render(found);
    }

    private TemplatePieces pieces() {
        TemplatePieces cut = pieces;
        if (cut == null) {
            cut = new TemplatePieces(text, opens, gaps, escapes);
            pieces = cut;
        }
        return cut;
    }

    @Override
    @SuppressWarnings("exports") // Users need no annotations at run time, so the module that has them is not passed on.
    public boolean equals(@Nullable Object other) {
        return other instanceof PromptTemplate template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text this was parsed from. */
    @Override
    public String toString() {
        return text;
    }
}
