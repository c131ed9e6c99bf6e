// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import dev.veo3.batch.browser.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    private static final String MAIN = SampleProfile.MAIN;
    private static final String SLOW = SampleProfile.SLOW;

    @TempDir
    private Path directory;
    private Browser browser;

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

    /** As a run writes it beside its recording, also where that has no samples. */
    private Path opened(SampleProfile sample) {
        Path page = BatchProfiler.pageOf(directory.resolve(sample.name() + ".jfr"));
        FlamePage.write(sample.profile(directory), page);
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
    void aPageAsksForNothingAndComplainsOfNothing(SampleProfile sample) throws Exception {
        browser.look(opened(sample), PICTURES, sample.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void thePolicyStopsWhatATextWouldAskFor() throws IOException {
        Path page = opened(SampleProfile.BATCH);
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
        opened(SampleProfile.HOSTILE);
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
            opened(SampleProfile.BATCH);
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
        opened(SampleProfile.BATCH);
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
        opened(SampleProfile.BATCH);
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
        opened(SampleProfile.BATCH);
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
        opened(SampleProfile.BATCH);
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
        opened(SampleProfile.BATCH);
        browser.run("document.querySelector('button.name').focus()");
        browser.press(Keys.ENTER);
        assertThat(browser.focused()).isEqualTo("input words");
        assertThat(browser.number("document.querySelectorAll('#graph .found').length")).isEqualTo(1);
        assertThat(browser.number("document.querySelector('#graph .found').getBoundingClientRect().top"))
                .as("the top of the match in the window").isBetween(0L, 900L);
    }

    @Test
    void aProfileWithoutSamplesSaysWhy() {
        opened(SampleProfile.EMPTY);
        assertThat(browser.text("header .soft"))
                .isEqualTo("No samples: the batch was too short to be seen, or did not wait for its own processor.");
        assertThat(browser.number("document.getElementById('graph').offsetHeight")).isZero();
        assertThat(browser.number("[...document.querySelectorAll('form, .legend, #how, table')]"
                + ".filter((part) => part.offsetParent !== null).length")).as("parts that would have nothing to show")
                .isZero();
    }

    @Test
    void theGraphFitsIntoANarrowerWindow() {
        opened(SampleProfile.BATCH);
        browser.size(500, 900);
        browser.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        assertThat(width(MAIN)).isBetween(350L, 500L);
    }
}
