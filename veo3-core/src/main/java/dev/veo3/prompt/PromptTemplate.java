package dev.veo3.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 */
public final class PromptTemplate {

    private final String text;
    private final List<String> variables;
    /** The texts between the gaps: one more than there are gaps, empty where gaps touch. */
    private final String[] literals;
    /** For each gap the place of its variable in {@link #variables}. */
    private final int[] gaps;
    private final @Nullable String[] defaults;
    private final int literalLength;

    PromptTemplate(String text, List<String> variables, String[] literals, int[] gaps, @Nullable String[] defaults) {
        this.text = text;
        this.variables = List.copyOf(variables);
        this.literals = literals;
        this.gaps = gaps;
        this.defaults = defaults;
        this.literalLength = Arrays.stream(literals).mapToInt(String::length).sum();
    }

    /**
     * Reads a template.
     *
     * @throws TemplateException when the text is blank, when braces are not closed, not opened or stand inside braces, or
     *         when a name is empty or has a character that names do not have; it says where
     */
    public static PromptTemplate parse(String text) {
        return new TemplateParser(text).parse();
    }

    /** The text this was parsed from. */
    public String text() {
        return text;
    }

    /** The names of the variables in order of first use, each once; those with a default included. Immutable. */
    public List<String> variables() {
        return variables;
    }

    /**
     * The prompt with these values in its gaps. Entries that the template does not use are ignored.
     *
     * @throws MissingVariablesException when variables have neither a value nor a default; it names all of them
     */
    public String render(Map<String, String> values) {
        @Nullable
        String[] found = new @Nullable String[variables.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = values.get(variables.get(i));
        }
        return fill(found);
    }

    /**
     * The prompt with the values that the function gives, which is asked once for each variable, in the order of
     * {@link #variables()}. An empty answer means that there is no value. What the function throws is passed on.
     *
     * @throws MissingVariablesException when variables have neither a value nor a default; it names all of them
     */
    public String render(Function<String, Optional<String>> values) {
        @Nullable
        String[] found = new @Nullable String[variables.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = values.apply(variables.get(i)).orElse(null);
        }
        return fill(found);
    }

    private String fill(@Nullable String[] values) {
        int length = literalLength;
        for (int i = 0; i < gaps.length; i++) {
            String value = valueOf(i, values);
            if (value == null) {
                throw new MissingVariablesException(missing(values));
            }
            length = Math.addExact(length, value.length());
        }
        StringBuilder prompt = new StringBuilder(length).append(literals[0]);
        for (int i = 0; i < gaps.length; i++) {
            prompt.append(valueOf(i, values)).append(literals[i + 1]);
        }
        return prompt.toString();
    }

    private @Nullable String valueOf(int gap, @Nullable String[] values) {
        String value = values[gaps[gap]];
        return value == null ? defaults[gap] : value;
    }

    private List<String> missing(@Nullable String[] values) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < gaps.length; i++) {
            if (valueOf(i, values) == null) {
                names.add(variables.get(gaps[i]));
            }
        }
        return new ArrayList<>(names);
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
