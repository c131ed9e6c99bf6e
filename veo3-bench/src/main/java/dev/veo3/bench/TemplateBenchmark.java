// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench;

import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.mustachejava.DefaultMustacheFactory;
import com.samskivert.mustache.Mustache;
import dev.veo3.prompt.PromptTemplate;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.StringSubstitutor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The seed's second table: a template is parsed and rendered. The bounds are a scan of the text for its braces, which cuts and
 * checks nothing, and the concatenation of the same pieces, which looks no value up. The neighbours do what their manuals
 * recommend: compile once, escape no HTML.
 *
 * <p>
 * It does not show what long prompts, defaults or escapes cost, nor the first use of a template: all is warm, the texts are
 * short and in Latin letters, and the neighbours can do things that are not asked here, such as loops.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class TemplateBenchmark {
    private static final Pattern GAP = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Mustache.Compiler JMUSTACHE = Mustache.compiler().escapeHTML(false);
    private static final DefaultMustacheFactory MUSTACHE_JAVA = new PlainTextFactory();
    private static final Handlebars HANDLEBARS = new Handlebars().with(EscapingStrategy.NOOP);

    /** How many variables the template has. */
    @Param({"1", "5"})
    private int variables = 5;

    private String text = "";
    private List<String> pieces = List.of();
    private Map<String, String> values = Map.of();
    private PromptTemplate template = PromptTemplate.parse("-");
    private StringSubstitutor commonsText = new StringSubstitutor(values);
    private com.samskivert.mustache.Template jmustache = JMUSTACHE.compile("");
    private com.github.mustachejava.Mustache mustacheJava = mustacheJava("");
    private com.github.jknack.handlebars.Template handlebars = com.github.jknack.handlebars.Template.EMPTY;

    // What is concatenated: texts and values in turn.
    private String a = "";
    private String b = "";
    private String c = "";
    private String d = "";
    private String e = "";
    private String f = "";
    private String g = "";
    private String h = "";
    private String i = "";
    private String j = "";
    private String k = "";

    /** For JMH. */
    public TemplateBenchmark() {}

    /** Chooses the template, and checks that everybody renders the same. */
    @Setup
    public void prepare() throws IOException {
        values = new HashMap<>(
                Map.of("style", "cinematic", "product", "wristwatch", "surface", "black marble", "lighting",
                        "soft golden light", "angle", "slightly above"));
        if (variables == 5) {
            text = "A {{style}} shot of {{product}} rotating on {{surface}} with {{lighting}}, seen from {{angle}}";
            pieces = List.of("A ", "cinematic", " shot of ", "wristwatch", " rotating on ", "black marble", " with ",
                    "soft golden light", ", seen from ", "slightly above", "");
        } else {
            text = "A {{style}} shot of the sea";
            pieces = List.of("A ", "cinematic", " shot of the sea", "", "", "", "", "", "", "", "");
        }
        a = pieces.get(0);
        b = pieces.get(1);
        c = pieces.get(2);
        d = pieces.get(3);
        e = pieces.get(4);
        f = pieces.get(5);
        g = pieces.get(6);
        h = pieces.get(7);
        i = pieces.get(8);
        j = pieces.get(9);
        k = pieces.get(10);
        template = PromptTemplate.parse(text);
        commonsText = new StringSubstitutor(values, "{{", "}}");
        jmustache = JMUSTACHE.compile(text);
        mustacheJava = mustacheJava(text);
        handlebars = HANDLEBARS.compileInline(text);
        String expected = String.join("", pieces);
        List<String> rendered = List.of(render(), concatenation(), commonsText(), jmustache(), mustacheJava(),
                handlebars(), regex(), parseAndRender());
        if (!rendered.stream().allMatch(expected::equals) || indexOfScan() != template.variables().size()) {
            throw new IllegalStateException("Not everybody rendered <" + expected + ">: " + rendered);
        }
    }

    /** The bound for parsing: where the gaps begin and end, and nothing else. */
    @Benchmark
    public int indexOfScan() {
        int found = 0;
        int open = text.indexOf("{{");
        while (open >= 0) {
            int close = text.indexOf("}}", open + 2);
            found++;
            open = text.indexOf("{{", close + 2);
        }
        return found;
    }

    /** The library: every rule checked. */
    @Benchmark
    public PromptTemplate parse() {
        return PromptTemplate.parse(text);
    }

    /** The library: a template that is used once. */
    @Benchmark
    public String parseAndRender() {
        return PromptTemplate.parse(text).render(values);
    }

    /** A neighbour's parser. */
    @Benchmark
    public Object parseJmustache() {
        return JMUSTACHE.compile(text);
    }

    /** A neighbour's parser. */
    @Benchmark
    public Object parseMustacheJava() {
        return mustacheJava(text);
    }

    /** A neighbour's parser. */
    @Benchmark
    public Object parseHandlebars() throws IOException {
        return HANDLEBARS.compileInline(text);
    }

    /** The bound for rendering: the same pieces, of which none is looked up. */
    @Benchmark
    public String concatenation() {
        return variables == 5 ? a + b + c + d + e + f + g + h + i + j + k : a + b + c;
    }

    /** The library. */
    @Benchmark
    public String render() {
        return template.render(values);
    }

    /** A neighbour that reads the text anew each time. */
    @Benchmark
    public String commonsText() {
        return commonsText.replace(text);
    }

    /** A neighbour. */
    @Benchmark
    public String jmustache() {
        return jmustache.execute(values);
    }

    /** A neighbour. */
    @Benchmark
    public String mustacheJava() {
        return mustacheJava.execute(new StringWriter(), values).toString();
    }

    /** A neighbour. */
    @Benchmark
    public String handlebars() throws IOException {
        return handlebars.apply(values);
    }

    /** The JDK's regular expressions, which read the text anew each time. */
    @Benchmark
    public String regex() {
        return GAP.matcher(text).replaceAll(gap -> Matcher.quoteReplacement(values.get(gap.group(1))));
    }

    private static com.github.mustachejava.Mustache mustacheJava(String text) {
        return MUSTACHE_JAVA.compile(new StringReader(text), "prompt");
    }

    /** A factory whose templates escape no HTML. */
    private static final class PlainTextFactory extends DefaultMustacheFactory {
        @Override
        public void encode(String value, Writer writer) {
            try {
                writer.write(value);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
