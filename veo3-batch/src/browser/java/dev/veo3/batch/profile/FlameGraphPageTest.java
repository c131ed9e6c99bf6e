package dev.veo3.batch.profile;

import dev.veo3.batch.browser.Browser;
import dev.veo3.batch.profile.StackFrames.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/** The flame graph in a real Chromium. It leaves pictures of every profile in {@code target/flame-pages}. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlameGraphPageTest {
    private static final Path PICTURES = Path.of("target/flame-pages");
    private static final String MAIN = "dev.veo3.examples.Veo3.main";
    private static final String SLOW = "com.example.render.FrameMixer.blend";

    @TempDir
    private Path directory;
    private Browser browser;

    /** Profiles that look different. */
    enum Sample {
        BATCH, MEMORY, DEEP, HOSTILE, EMPTY;

        private Profile profile(Path directory) {
            Samples samples = new Samples();
            Measure measure = this == MEMORY ? Measure.ALLOCATION : Measure.CPU_TIME;
            switch (this) {
                case BATCH -> addBatch(samples, 10_000_000);
                case MEMORY -> addBatch(samples, 65_536);
                case DEEP -> addDeep(samples);
                case HOSTILE -> addHostile(samples);
                case EMPTY -> {
                }
            }
            return new Profile(directory.resolve(name().toLowerCase(Locale.ROOT) + ".jfr"),
                    samples.isEmpty() ? Map.of() : Map.of(measure, samples), 0, new HeapReader(new StackFrames()));
        }

        private static void addBatch(Samples samples, long weight) {
            Random random = new Random(7);
            String[] run = {MAIN, "dev.veo3.batch.BatchProcessor.process", "dev.veo3.batch.Engine.run",
                "com.example.render.Rendering.execute"};
            add(samples, 40 * weight, 40, extended(run, SLOW));
            add(samples, 6 * weight, 6, extended(run, SLOW, "java.lang.Math.fma"));
            add(samples, 9 * weight, 9, extended(run, "java.util.HashMap.put", "java.util.HashMap.resize"));
            String[] journal = {MAIN, "dev.veo3.batch.BatchProcessor.process",
                "dev.veo3.batch.journal.FileJournal.force"};
            add(samples, 12 * weight, 12, extended(journal, "sun.nio.ch.FileChannelImpl.write"));
            add(samples, 5 * weight, 5, extended(journal, "java.util.zip.CRC32C.update"));
            for (int i = 0; i < 150; i++) {
                String[] library = extended(run, "org.codec.Stage" + random.nextInt(12) + ".run",
                        "org.codec.Block" + random.nextInt(40) + ".transform",
                        "java.util.Arrays.copyOf" + (i % 3 == 0 ? "Range" : ""));
                add(samples, weight / 5, 1, library);
            }
            add(samples, 2 * weight, 2, "(no Java stack)");
        }

        private static void addDeep(Samples samples) {
            for (int depth = 5; depth <= 64; depth++) {
                add(samples, 10_000_000, 1, IntStream.range(0, depth)
                        .mapToObj(i -> "com.example.tree.Walker$Step" + i % 7 + ".descendInto").toArray(String[]::new));
            }
        }

        private static void addHostile(Samples samples) {
            add(samples, 30_000_000, 3, MAIN, "a.<script>alert(1)</script>.run", "a.</script><!--.run");
            add(samples, 20_000_000, 2, MAIN, "a.<img src=x onerror=alert(2)>.run", "a.[[data]].run");
            add(samples, 10_000_000, 1, MAIN, "x".repeat(2_000) + ".run");
        }

        private static String[] extended(String[] callers, String... callees) {
            List<String> all = new ArrayList<>(List.of(callers));
            all.addAll(List.of(callees));
            return all.toArray(String[]::new);
        }

        private static void add(Samples samples, long weight, long count, String... outermostFirst) {
            List<Frame> frames = new ArrayList<>();
            for (String method : outermostFirst) {
                frames.addFirst(new Frame(method, 10));
            }
            samples.add(frames, weight, count);
        }
    }

    @BeforeAll
    void start() {
        browser = new Browser();
    }

    @AfterAll
    void stop() {
        browser.close();
    }

    @BeforeEach
    void beAsUsual() {
        browser.size(1280, 900);
        browser.colours(false);
        // What the test before has left.
        browser.complaints();
        browser.requests();
    }

    private Path opened(Sample sample) {
        Path page = sample.profile(directory).flame();
        browser.open(page);
        return page;
    }

    private String told() {
        return browser.text("#detail");
    }

    /** How wide the call is drawn; 0 when it is not. */
    private long width(String method) {
        return browser.number("(() => { const frames = [...document.querySelectorAll('#graph div')]"
                + ".filter((frame) => frame.title.startsWith('" + method + ","
                + "')); return frames.length ? frames[0].offsetWidth : 0; })()");
    }

    private long graphWidth() {
        return browser.number("document.getElementById('graph').clientWidth");
    }

    @ParameterizedTest
    @EnumSource
    void aPageAsksForNothingAndComplainsOfNothing(Sample sample) throws Exception {
        for (boolean dark : List.of(false, true)) {
            for (int width : List.of(1280, 360)) {
                browser.size(width, 900);
                browser.colours(dark);
                Path page = opened(sample);
                assertThat(browser.complaints()).isEmpty();
                assertThat(browser.requests()).containsExactly(page.toUri().toString());
                assertThat(browser.number("document.documentElement.scrollWidth"))
                        .as("the width of what is shown in %d pixels", width).isLessThanOrEqualTo(width);
                browser.picture(PICTURES.resolve(sample.name().toLowerCase(Locale.ROOT)
                        + (dark ? "-dark-" : "-light-") + width + ".png"), true);
            }
        }
    }

    @Test
    void thePolicyStopsWhatATextWouldAskFor() throws IOException {
        Path page = opened(Sample.BATCH);
        // As if a name had not been escaped.
        Files.writeString(page, Files.readString(page).replace("<main>",
                "<main><img src=\"http://127.0.0.1:9/x.png\"><link rel=stylesheet href=\"http://127.0.0.1:9/x.css\">"));
        browser.complaints();
        browser.open(page);
        assertThat(browser.complaints()).hasSize(2)
                .allMatch(complaint -> complaint.contains("Content Security Policy"));
        assertThat(width(SLOW)).isPositive();
    }

    @Test
    void hostileNamesAreShownAsTheyAre() {
        opened(Sample.HOSTILE);
        assertThat(browser.texts("button.name")).contains("a.</script><!--.run", "a.[[data]].run");
        assertThat(browser.run("return document.querySelectorAll('main img, main script').length")).isEqualTo(0L);
        assertThat(browser.number("document.scripts.length")).isEqualTo(2);
        assertThat(browser.texts("#graph div")).contains("<script>alert(1)</script>.run");
        assertThat(browser.number("document.body.offsetHeight")).as("the height with a name of 2,000 characters")
                .isLessThan(800);
    }

    @Test
    void darkAndLightAreBothReadable() {
        for (boolean dark : List.of(false, true)) {
            browser.colours(dark);
            opened(Sample.BATCH);
            assertThat(browser.ground()).matches(light -> dark ? light < 0.05 : light > 0.8,
                    dark ? "is dark" : "is light");
            browser.run("document.getElementById('words').focus()");
            browser.type("hashmap");
            List<String> poor = new ArrayList<>();
            for (String text : List.of("h1", "h2", "header .soft", "label", "#words", "#whole", "#matches",
                    ".legend li",
                    "#graph .veo3", "#graph .app", "#graph .jdk", "#graph .other", "#graph .found", "#detail", "#how",
                    "kbd", "th", "td.n", "button.name")) {
                double contrast = browser.contrast(text);
                if (contrast < 4.5) {
                    poor.add(text + " " + contrast);
                }
            }
            assertThat(poor).as(dark ? "texts hard to read in the dark" : "texts hard to read in the light").isEmpty();
        }
    }

    @Test
    void aClickShowsACallInFullWidth() {
        opened(Sample.BATCH);
        long before = width(SLOW);
        assertThat(before).isBetween(graphWidth() / 4, graphWidth() / 2);
        browser.click("#graph div[title^=\"" + SLOW + ",\"]");
        assertThat(width(SLOW)).isEqualTo(graphWidth());
        assertThat(width(MAIN)).as("its callers stay above it").isEqualTo(graphWidth());
        assertThat(width("java.lang.Math.fma")).isGreaterThan(graphWidth() / 10);
        assertThat(width("java.util.HashMap.put")).as("what is beside it is gone").isZero();
        assertThat(told()).isEqualTo(SLOW + ", 460 ms, 44.2 %, of which itself 400 ms");
        browser.click("#whole");
        assertThat(width(SLOW)).isEqualTo(before);
    }

    @Test
    void theKeyboardReachesEverything() {
        opened(Sample.BATCH);
        List<String> walk = IntStream.range(0, 6).mapToObj(i -> {
            browser.press(Keys.TAB);
            return browser.focused();
        }).toList();
        assertThat(walk.subList(0, 2)).containsExactly("input words", "button whole");
        assertThat(walk.get(2)).startsWith("div (all), ");
        assertThat(walk.get(4)).isEqualTo("button " + SLOW);
    }

    @Test
    void arrowKeysWalkTheCallsAndEnterZooms() {
        opened(Sample.BATCH);
        browser.press(Keys.TAB, Keys.TAB, Keys.TAB);
        assertThat(told()).startsWith("(all), ");
        browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN);
        assertThat(told()).startsWith("dev.veo3.batch.Engine.run, ");
        browser.press(Keys.ARROW_RIGHT);
        assertThat(told()).startsWith("dev.veo3.batch.journal.FileJournal.force, ");
        browser.press(Keys.ENTER);
        assertThat(width("dev.veo3.batch.journal.FileJournal.force")).isEqualTo(graphWidth());
        assertThat(browser.focused()).startsWith("div dev.veo3.batch.journal.FileJournal.force");
        browser.press(Keys.ARROW_UP);
        assertThat(told()).startsWith("dev.veo3.batch.BatchProcessor.process, ");
        browser.press(Keys.ESCAPE);
        assertThat(width("dev.veo3.batch.journal.FileJournal.force")).isLessThan(graphWidth() / 2);
        assertThat(browser.focused()).startsWith("div dev.veo3.batch.BatchProcessor.process");
        browser.press(Keys.HOME, Keys.ARROW_UP);
        assertThat(told()).startsWith("(all), ");
    }

    @Test
    void aMethodIsFoundByKeyboard() {
        opened(Sample.BATCH);
        browser.type("/");
        assertThat(browser.focused()).isEqualTo("input words");
        browser.type("hashmap");
        assertThat(browser.text("#matches")).isEqualTo("2 methods, 90 ms, 8.7 %");
        assertThat(browser.number("document.querySelectorAll('#graph .found').length")).isEqualTo(2);
        browser.press(Keys.ENTER);
        assertThat(told()).startsWith("java.util.HashMap.put, ");
        browser.press(Keys.ENTER);
        assertThat(told()).startsWith("java.util.HashMap.resize, ");
        browser.press(Keys.ESCAPE);
        assertThat(browser.number("document.querySelectorAll('#graph .found').length")).isZero();
        assertThat(browser.text("#matches")).isEmpty();
    }

    @Test
    void aMethodOfTheTableIsShownInTheGraph() {
        opened(Sample.BATCH);
        browser.run("document.querySelector('button.name').focus()");
        browser.press(Keys.ENTER);
        assertThat(browser.focused()).isEqualTo("input words");
        assertThat(browser.number("document.querySelectorAll('#graph .found').length")).isEqualTo(1);
        assertThat(browser.number("document.querySelector('#graph .found').getBoundingClientRect().top"))
                .as("the top of the match in the window").isBetween(0L, 900L);
    }

    @Test
    void aProfileWithoutSamplesSaysWhy() {
        opened(Sample.EMPTY);
        assertThat(browser.text("header .soft"))
                .isEqualTo("No samples: the batch was too short to be seen, or did not wait for its own processor.");
        assertThat(browser.number("document.getElementById('graph').offsetHeight")).isZero();
        assertThat(browser.number("[...document.querySelectorAll('form, .legend, #how, table')]"
                + ".filter((part) => part.offsetParent !== null).length")).as("parts that would have nothing to show")
                .isZero();
    }

    @Test
    void theGraphFitsIntoANarrowerWindow() {
        opened(Sample.BATCH);
        browser.size(500, 900);
        browser.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        assertThat(width(MAIN)).isBetween(350L, 500L);
    }
}
