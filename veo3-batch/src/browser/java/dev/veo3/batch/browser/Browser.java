// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;

/** A real Chromium without a window, and what it tells about the page in it. */
public final class Browser implements AutoCloseable {
    private static final File PROGRAM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");

    private static final Pattern ADDRESS = Pattern.compile("\"request\":\\{.*?\"url\":\"([^\"]*)\"");

    private final ChromeDriver driver;

    /** Starts it, with an empty profile that is removed at its end. */
    public Browser() {
        LoggingPreferences logged = new LoggingPreferences();
        logged.enable(LogType.BROWSER, Level.ALL);
        logged.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM);
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--hide-scrollbars");
        options.setCapability("goog:loggingPrefs", logged);
        options.setPageLoadTimeout(Duration.ofMinutes(1));
        ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
    }

    /** Opens a page, and returns when it has loaded. */
    public void open(Path page) {
        driver.get(page.toUri().toString());
    }

    /**
     * Looks at a page in the light and in the dark, in a wide window and in a narrow one: it asks for nothing but itself, complains of
     * nothing and is no wider than its window. Leaves a picture of each.
     */
    public void look(Path page, Path pictures, String name) throws Exception {
        // What was there before.
        complaints();
        requests();
        for (boolean dark : List.of(false, true)) {
            for (int width : List.of(1280, 360)) {
                size(width, 900);
                colours(dark);
                open(page);
                assertThat(complaints()).isEmpty();
                assertThat(requests()).containsExactly(page.toUri().toString());
                assertThat(number("document.documentElement.scrollWidth"))
                        .as("the width of what is shown in %d pixels", width).isLessThanOrEqualTo(width);
                picture(pictures.resolve(name + (dark ? "-dark-" : "-light-") + width + ".png"), true);
            }
        }
    }

    /** How wide and high the page's window is. */
    public void size(int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Whether the page is told that its reader prefers dark colours. */
    public void colours(boolean dark) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** What the page has complained about: errors, warnings, violations of its policy. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::toString).toList();
    }

    /** Every address that the page has asked for, its own first. */
    public List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream().map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\"")).map(ADDRESS::matcher)
                .filter(Matcher::find).map(found -> found.group(1)).toList();
    }

    /** What a script says; an empty text when it says nothing. */
    public Object run(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
    }

    /** What an expression says, without what stands behind its point. */
    public long number(String expression) {
        return ((Number) run("return " + expression)).longValue();
    }

    /** What a person reads in the first element that is meant. */
    public String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    /** What a person reads in each element that is meant. */
    public List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
    }

    /** Clicks where a person would: it must be in the window, and nothing above it. */
    public void click(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    /** Presses these keys, one after the other, wherever the keyboard is. */
    public void press(Keys... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Types a text, wherever the keyboard is. */
    public void type(String text) {
        new Actions(driver).sendKeys(text).perform();
    }

    /** The element that has the keyboard: its name, and its id or text. */
    public String focused() {
        return String.valueOf(run("const e = document.activeElement;"
                + "return e.tagName.toLowerCase() + ' ' + (e.id || e.getAttribute('aria-label') || e.textContent.trim().slice(0, 40))"));
    }

    /** A picture of the whole page, or of what is in the window. */
    public void picture(Path file, boolean whole) throws Exception {
        Map<String, Object> shot = driver.executeCdpCommand("Page.captureScreenshot",
                Map.of("format", "png", "captureBeyondViewport", whole));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, OutputType.BYTES.convertFromBase64Png(String.valueOf(shot.get("data"))));
    }

    /** How well a text is told from what is behind it, from 1 to 21, as WCAG 2 reckons it. */
    public double contrast(String selector) {
        String element = "document.querySelector('" + selector + "')";
        double behind = luminance("backgroundOf(" + element + ")", "backgroundColor");
        double ink = luminance(element, "color");
        return (Math.max(ink, behind) + 0.05) / (Math.min(ink, behind) + 0.05);
    }

    /** How light the page's ground is, from 0 to 1. */
    public double ground() {
        return luminance("document.body", "backgroundColor");
    }

    private double luminance(String element, String property) {
        return ((Number) run("""
                const backgroundOf = (e) => {
                  while (getComputedStyle(e).backgroundColor === 'rgba(0, 0, 0, 0)') { e = e.parentElement; }
                  return e;
                };
                const parts = getComputedStyle(%s).%s.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
                  .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 1e-9;
                """.formatted(element, property))).doubleValue();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
