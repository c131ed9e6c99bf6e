// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.browser.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/** The page in a real Chromium. It leaves pictures of every report in {@code target/report-pages}. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageTest {
    private static final String[] OUTCOMES = {"succeeded", "partly_filtered", "filtered", "empty", "failed",
        "ambiguous", "unfinished",
        "skipped", "cancelled", "pending"};
    private static final Path PICTURES = Path.of("target/report-pages");

    @TempDir
    private Path directory;
    private Browser browser;

    /** Reports that look different. */
    enum Sample {
        TWELVE, THOUSAND, ALL_FAILED, EMPTY, THREE_THOUSAND, HOSTILE, RECORDED;

        ReportSource source(Path videos) {
            return switch (this) {
                case TWELVE -> SampleReports.of(12, 4, videos);
                case THOUSAND -> SampleReports.of(1_000, 16, videos);
                case ALL_FAILED -> SampleReports.allFailed(12, videos);
                case EMPTY -> SampleReports.empty();
                case THREE_THOUSAND -> SampleReports.of(3_000, 24, videos);
                case RECORDED -> SampleReports.recorded(60, 4, videos);
                case HOSTILE -> SampleReports.hostile(videos);
            };
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

    private Path page(Sample sample) throws IOException {
        Path page = directory.resolve(sample.name().toLowerCase(Locale.ROOT) + ".html");
        ReportWriter.of(sample.source(directory.resolve("videos"))).withTitle("Video batch: jobs.yaml")
                .write(ReportFormat.HTML, page);
        return page;
    }

    private Path opened(Sample sample) throws IOException {
        Path page = page(sample);
        browser.open(page);
        return page;
    }

    @ParameterizedTest
    @EnumSource
    void aPageAsksForNothingAndComplainsOfNothing(Sample sample) throws Exception {
        browser.look(opened(sample), PICTURES, sample.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void whatAPageAsksForAndComplainsOfIsSeen() throws IOException {
        Path page = Files.writeString(directory.resolve("asking.html"),
                "<!DOCTYPE html><title>t</title><img src=\"picture.png\" alt=\"\"><script>console.error('no')</script>");
        browser.open(page);
        assertThat(browser.requests()).contains(directory.resolve("picture.png").toUri().toString());
        assertThat(browser.complaints()).anyMatch(complaint -> complaint.contains("no"));
    }

    @Test
    void thePolicyStopsWhatATextWouldRunOrAskFor() throws IOException {
        Path page = page(Sample.TWELVE);
        // As if a text had not been escaped.
        Files.writeString(page, Files.readString(page).replace("<main>",
                "<main><script>window.harmed = true</script><img src=\"http://127.0.0.1:9/x.png\" onerror=\"window.harmed = true\">"));
        browser.open(page);
        assertThat(browser.run("return window.harmed === undefined")).isEqualTo(true);
        assertThat(browser.complaints()).anyMatch(complaint -> complaint.contains("Content Security Policy"));
        assertThat(browser.texts("#list tbody tr")).hasSize(12);
    }

    @Test
    void hostileTextsAreShownAsTheyAre() throws IOException {
        opened(Sample.HOSTILE);
        assertThat(browser.texts("#list tbody th"))
                .contains("</script><script>alert(1)</script><img src=x onerror=alert(2)> {{data}}",
                        "=cmd|' /C calc'!A0");
        assertThat(browser.run(
                "return document.querySelectorAll('main img, main script, main b:not(.head b):not(.advice b)').length"
                        + " + document.scripts.length"))
                .isEqualTo(2L);
        assertThat(browser.texts("#list tbody th")).hasSize(5).allMatch(id -> id.length() <= 202);
        assertThat(browser.number("document.getElementById('jobs').offsetHeight")).as("the list of five jobs")
                .isLessThan(1_200);
        String link = String.valueOf(browser.run("return document.querySelector('#list a').href"));
        assertThat(link).isEqualTo(directory.toUri() + "videos/javascript%3aalert(3)%3f%23%25.mp4");
    }

    @Test
    void aNameFromRightToLeftTurnsNothingAroundIt() throws IOException {
        opened(Sample.HOSTILE);
        browser.run("document.querySelector('canvas').focus()");
        browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN);
        assertThat(browser.text("#timeline-told"))
                .startsWith("\u2068" + SampleReports.RIGHT_TO_LEFT + "\u2069: failed; ");
        assertThat(browser.number(
                "(() => { const told = document.getElementById('timeline-told').firstChild; const where = (at) => {"
                        + " const range = document.createRange(); range.setStart(told, at); range.setEnd(told, at + 1);"
                        + " return range.getBoundingClientRect().left; }; const at = told.data.indexOf(': failed');"
                        + " return where(at + 8) - where(at + 2); })()"))
                .as("how far the word runs to the right").isPositive();
    }

    @Test
    void darkAndLightAreBothReadable() throws IOException {
        for (boolean dark : List.of(false, true)) {
            browser.colours(dark);
            opened(Sample.THOUSAND);
            browser.run(
                    "for (const o of arguments) { const b = document.createElement('span'); b.className = 'badge o-' + o; b.id = o;"
                            + " b.textContent = o; document.getElementById('jobs').append(b); }",
                    (Object[]) OUTCOMES);
            assertThat(browser.ground()).matches(light -> dark ? light < 0.05 : light > 0.8,
                    dark ? "is dark" : "is light");
            List<String> poor = new ArrayList<>();
            for (String text : readable("h1", ".lead", ".tile dt", ".detail", ".legend li", ".reason", ".advice",
                    ".examples", ".badge",
                    "#timeline-about", "th button", "#list td", "#list a", "#shown", "footer", ".why")) {
                double contrast = browser.contrast(text);
                if (contrast < 4.5) {
                    poor.add(text + " " + contrast);
                }
            }
            assertThat(poor).as(dark ? "texts hard to read in the dark" : "texts hard to read in the light").isEmpty();
        }
    }

    private static List<String> readable(String... selectors) {
        return Stream.concat(Stream.of(selectors), Stream.of(OUTCOMES).map(outcome -> "#" + outcome)).toList();
    }

    @Test
    void theKeyboardReachesEverythingAndSkipsWhatItIsToldTo() throws IOException {
        opened(Sample.THOUSAND);
        List<String> walk = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            browser.press(Keys.TAB);
            walk.add(browser.focused());
        }
        assertThat(walk.subList(0, 3)).containsExactly("a Skip to the failures", "a Skip to the timeline",
                "a Skip to the jobs");
        assertThat(walk)
                .contains("button Show in the list", "summary 3 more reasons", "input find", "select outcome",
                        "button Job",
                        "button Took", "button Cost", "a harbour-at-dawn-001.mp4")
                .anyMatch(place -> place.startsWith("canvas Timeline of"));

        opened(Sample.THOUSAND);
        browser.press(Keys.TAB, Keys.TAB, Keys.TAB, Keys.ENTER);
        assertThat(browser.focused()).isEqualTo("section jobs");
        browser.press(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("input find");
    }

    @Test
    void theListIsFoundSortedAndTurnedOverByKeyboard() throws IOException {
        opened(Sample.THOUSAND);
        assertThat(browser.text("#shown")).isEqualTo("1,000 jobs");
        browser.run("document.getElementById('find').focus()");
        browser.type("lighthouse-0");
        assertThat(browser.texts("#list tbody th")).hasSizeBetween(10, 20)
                .allMatch(id -> id.startsWith("lighthouse-0"));
        assertThat(browser.text("#shown")).endsWith(" of 1,000 jobs");
        IntStream.range(0, "lighthouse-0".length()).forEach(i -> browser.press(Keys.BACK_SPACE));
        browser.run("document.querySelectorAll('th button')[2].focus()");
        browser.press(Keys.ENTER);
        assertThat(browser.run("return document.querySelectorAll('#list th')[2].getAttribute('aria-sort')"))
                .isEqualTo("ascending");
        browser.press(Keys.SPACE);
        assertThat(browser.run("return document.querySelectorAll('#list th')[2].getAttribute('aria-sort')"))
                .isEqualTo("descending");
        String longest = browser.texts("#list tbody th").getFirst();
        browser.run("document.getElementById('after').focus()");
        browser.press(Keys.ENTER);
        assertThat(browser.text("#page")).isEqualTo("101–200 of 1,000");
        assertThat(browser.texts("#list tbody th")).hasSize(100).doesNotContain(longest);
    }

    @Test
    void theJobsOfOneReasonAreShownInTheList() throws IOException {
        opened(Sample.ALL_FAILED);
        browser.run("document.querySelectorAll('.show')[1].focus()");
        browser.press(Keys.ENTER);
        assertThat(browser.texts("#list .why")).hasSize(4).allMatch(why -> why.contains("HTTP 403"));
        assertThat(browser.focused()).isEqualTo("input find");
    }

    @Test
    void theTimelineIsReadByArrowKeys() throws IOException {
        opened(Sample.TWELVE);
        browser.run("document.querySelector('canvas').focus()");
        browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
        assertThat(browser.text("#timeline-told"))
                .startsWith("\u2068train-in-snow-002\u2069: succeeded; queued 400 ms, submit ");
        browser.press(Keys.END);
        assertThat(browser.text("#timeline-told")).startsWith("\u2068desert-road-012");
    }

    @Test
    void theTimelineOfThreeThousandJobsIsOfAverages() throws IOException {
        opened(Sample.THREE_THOUSAND);
        assertThat(browser.text("#timeline-about")).startsWith("Each column is the average of 20 jobs");
        assertThat(browser.number("document.querySelectorAll('#lanes g').length")).isEqualTo(150);
        assertThat(browser.number("document.querySelectorAll('#lanes canvas').length")).isZero();
        browser.run("document.querySelector('#lanes [tabindex]').focus()");
        browser.press(Keys.ARROW_RIGHT);
        assertThat(browser.text("#timeline-told")).startsWith("20 jobs from number 1 on").contains("on average");
    }

    @ParameterizedTest
    @CsvSource({"2000, true", "2001, false"})
    void upToTwoThousandJobsTheTimelineShowsEach(int jobs, boolean each) throws IOException {
        Path page = directory.resolve(jobs + ".html");
        ReportWriter.of(SampleReports.allFailed(jobs, directory)).write(ReportFormat.HTML, page);
        browser.open(page);
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.number("document.querySelectorAll('#lanes canvas').length")).isEqualTo(each ? 1 : 0);
        assertThat(browser.number("document.querySelectorAll('#lanes g').length") > 0).isEqualTo(!each);
        assertThat(browser.text("#timeline-about")).startsWith(each
                ? "Jobs that ran side by side are below each other"
                : "Each column is the average of ");
    }

    @Test
    void everyChartIsATableToo() throws IOException {
        opened(Sample.TWELVE);
        assertThat(browser.number("document.querySelectorAll('#flight-table tbody tr').length")).isGreaterThan(20);
        assertThat(browser.number("document.querySelectorAll('#durations-table tbody tr').length")).isGreaterThan(3);
        assertThat(browser.number("[...document.querySelectorAll('svg:not([aria-hidden]), canvas')]"
                + ".filter((e) => !e.getAttribute('aria-label')).length")).isZero();
    }

    @Test
    void aPageOfAHundredThousandJobsOpens() throws IOException {
        Path page = directory.resolve("large.html");
        ReportWriter.of(SampleReports.of(100_000, 64, directory)).write(ReportFormat.HTML, page);
        browser.open(page);
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.text("#shown")).isEqualTo("100,000 jobs");
        assertThat(browser.number("document.querySelectorAll('#list tbody tr').length")).isEqualTo(100);
    }
}
