// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import dev.veo3.batch.profile.StackFrames.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlamePageTest {
    private static final List<String> HOSTILE = List.of("a.<script>alert(1)</script>.run", "a.</script><!--.run",
            "a.\"onload='x'&amp;.run", "a.[[data]].run", "a.\u2028\u0000.run", "a.-->.run");

    @TempDir
    private Path directory;

    @Test
    void thePageLoadsNothingFromAnywhere() {
        String html = FlamePage.html(profile("dev.veo3.Main.run"));
        assertThat(html).doesNotContainIgnoringCase("http:").doesNotContainIgnoringCase("https:")
                .doesNotContain("src=", "href=", "@import", "url(", "//www").contains("default-src 'none'");
    }

    @Test
    void hostileNamesStayText() {
        for (String name : HOSTILE) {
            String html = FlamePage.html(profile(name));
            assertThat(tags(html)).as(name).isEqualTo(tags(FlamePage.html(profile("dev.veo3.Main.run"))));
            assertThat(names(html)).containsExactly("(all)", "app.Main.main", name);
        }
    }

    @Test
    void aHostileFileNameStaysText() {
        Profile profile = profile(Path.of("<img onerror=x>.jfr"), "a.b.run");
        assertThat(FlamePage.html(profile)).doesNotContain("<img").contains("&lt;img onerror=x&gt;.jfr");
    }

    @Test
    void thePageHasWhatAKeyboardAndAScreenReaderNeed() {
        assertThat(FlamePage.html(profile("a.b.run"))).contains("<html lang=\"en\">", "<label for=\"words\">",
                "role=\"tree\"", "aria-live=\"polite\"", "prefers-color-scheme: dark", ":focus-visible", "<noscript>",
                "<th scope=\"col\"").contains("<button type=\"button\" class=\"name\">a.b.run</button>");
    }

    @Test
    void aPageOfOursIsReplacedAndNoOtherFile() throws IOException {
        Path page = directory.resolve("cpu.html");
        profile("a.b.first").flame(page);
        profile("a.b.second").flame(page);
        assertThat(page).content().contains("a.b.second").doesNotContain("a.b.first");
        Path other = Files.writeString(directory.resolve("report.html"), "<p>mine");
        assertThatThrownBy(() -> profile("a.b.run").flame(other)).isInstanceOf(ProfileException.class)
                .hasMessage(other + ": there is a file here that is no flame graph. Name another.");
        assertThat(other).hasContent("<p>mine");
        assertThatThrownBy(() -> profile("a.b.run").flame(directory.resolve("none/page.html")))
                .isInstanceOf(ProfileException.class)
                .hasMessageEndingWith("cannot be written: its directory does not exist. Name another file.");
        assertThatThrownBy(() -> profile("a.b.run").flame(directory)).isInstanceOf(ProfileException.class)
                .hasMessage(directory + ": this is a directory. Name a file for the flame graph, such as cpu.html.");
        assertThatThrownBy(() -> profile("a.b.run").flame(Path.of(""))).isInstanceOf(ProfileException.class)
                .hasMessage("The flame graph has no name. Name a file for the flame graph, such as cpu.html.");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(page, other);
        }
    }

    @Test
    void itGoesBesideTheRecording() {
        assertThat(profile(directory.resolve("cpu.jfr"), "a.b.run").flame()).isEqualTo(directory.resolve("cpu.html"))
                .exists();
        assertThat(RecordingPlace.pageOf(Path.of("x/.jfr"))).isEqualTo(Path.of("x/.jfr.html"));
        assertThat(RecordingPlace.pageOf(Path.of("cpu.prof"))).isEqualTo(Path.of("cpu.prof.html"));
    }

    private static List<String> tags(String html) {
        return Pattern.compile("</?[a-zA-Z!][^\\s>]*").matcher(html).results().map(MatchResult::group).toList();
    }

    private static List<String> names(String html) {
        String open = "<script id=\"data\" type=\"application/json\">";
        String json = html.substring(html.indexOf(open) + open.length(),
                html.indexOf("</script>", html.indexOf(open)));
        List<String> names = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            boolean inNames = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                inNames |= token == JsonToken.PROPERTY_NAME && parser.currentName().equals("names");
                if (inNames && token == JsonToken.VALUE_STRING) {
                    names.add(parser.getString());
                }
            }
        }
        return names;
    }

    private static Profile profile(String method) {
        return profile(Path.of("cpu.jfr"), method);
    }

    private static Profile profile(Path file, String method) {
        Samples samples = new Samples();
        samples.add(List.of(new Frame(method, 3), new Frame("app.Main.main", 1)), 20_000_000, 2);
        return new Profile(file, Map.of(Measure.CPU_TIME, samples), 0, new HeapReader(new StackFrames()));
    }
}
