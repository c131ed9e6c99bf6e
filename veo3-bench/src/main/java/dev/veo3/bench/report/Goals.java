// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import static dev.veo3.bench.report.Goal.bytes;
import static dev.veo3.bench.report.Goal.extraNanos;
import static dev.veo3.bench.report.Goal.figure;
import static dev.veo3.bench.report.Goal.nanos;
import static dev.veo3.bench.report.Goal.rate;
import static dev.veo3.bench.report.Goal.ratio;
import static dev.veo3.bench.report.Goal.speed;

/** What the library wants to reach, and whether a run has reached it. */
public final class Goals {
    private static final String DISPATCH = "DispatchBenchmark";
    private static final String METRICS = "MetricsBenchmark";
    private static final List<String> EVENTS = List.of("job", "submit", "poll", "download", "permitWait",
            "rateLimitHit", "limitChange", "journalForce");
    private static final String TEMPLATE = "TemplateBenchmark";
    private static final String MEDIA = "MediaBenchmark";
    private static final String VERIFY = "VerifyBenchmark";
    private static final String FILE = "file";
    private static final List<String> MOVIES = List.of("MP4_20_MB_MOOV_FIRST", "MP4_20_MB_MOOV_LAST",
            "MP4_50_MB_MOOV_FIRST", "MP4_50_MB_MOOV_LAST");
    private static final List<Goal> ALL = Stream.of(engine(), templates(), media(), client()).flatMap(List::stream)
            .toList();

    private Goals() {}

    private static List<Goal> engine() {
        List<Goal> goals = new ArrayList<>();
        for (String concurrency : List.of("8", "64")) {
            goals.add(nanos("overhead of a job, concurrency " + concurrency,
                    figure(DISPATCH, "batchProcessor", "concurrency", concurrency), 100));
            goals.add(bytes("memory of a job, concurrency " + concurrency,
                    figure(DISPATCH, "batchProcessor", "concurrency", concurrency), 100));
            goals.add(extraNanos("metrics and events of a job, on over off, concurrency " + concurrency,
                    figure(METRICS, "on", "concurrency", concurrency),
                    figure(METRICS, "off", "concurrency", concurrency), 60));
        }
        for (String event : EVENTS) {
            goals.add(nanos("event " + event + " while nothing is recorded", figure("EventsBenchmark", event), 20));
        }
        goals.add(ratio("YAML manifest of 10,000 jobs, read and planned, over Jackson's bare reading",
                figure("ManifestBenchmark", "yamlPlanned"), figure("ManifestBenchmark", "yamlByJackson"), 1.3));
        goals.add(rate("jobs through a forced journal, 256 in flight",
                figure("JournalBenchmark", "jobs", "inFlight", "256"), 20_000));
        goals.add(nanos("replay of 1,000,000 records", figure("JournalReplayBenchmark", "replay"), 2e9));
        for (String format : List.of("HTML", "JSON", "CSV")) {
            goals.add(nanos("report of 100,000 jobs as " + format + ", by their run",
                    figure("ReportBenchmark", "ofRun", "format", format), 2e9));
        }
        goals.add(nanos("report of 100,000 jobs as HTML, from their journal",
                figure("ReportBenchmark", "ofJournal", "format", "HTML"), 2e9));
        return goals;
    }

    private static List<Goal> templates() {
        return List.of(
                ratio("template of 5 variables parsed, over a scan for its braces",
                        figure(TEMPLATE, "parse", "variables", "5"),
                        figure(TEMPLATE, "indexOfScan", "variables", "5"), 1.2),
                ratio("template of 5 variables rendered, over a concatenation",
                        figure(TEMPLATE, "render", "variables", "5"),
                        figure(TEMPLATE, "concatenation", "variables", "5"), 2.2),
                bytes("memory of a rendering", figure(TEMPLATE, "render", "variables", "5"), 304));
    }

    private static List<Goal> media() {
        List<Goal> goals = new ArrayList<>();
        for (String picture : List.of("PNG_5_MB", "JPEG_3_MB", "WEBP_1_MB")) {
            goals.add(ratio("inspect " + picture + ", over open, read 64 bytes, close",
                    figure(MEDIA, "inspect", FILE, picture), figure(MEDIA, "floor", FILE, picture), 2));
        }
        for (String movie : MOVIES) {
            goals.add(ratio("inspect " + movie + ", over open, read 64 bytes, close",
                    figure(MEDIA, "inspect", FILE, movie), figure(MEDIA, "floor", FILE, movie), 2.5));
        }
        for (String file : List.of("JPEG_3_MB", "WEBP_1_MB", "MP4_20_MB_MOOV_FIRST", "MP4_50_MB_MOOV_LAST")) {
            goals.add(speed("verify " + file + ", share of the speed of CRC32",
                    figure(VERIFY, "verify", FILE, file), figure(VERIFY, "crc32Direct", FILE, file), 0.8));
        }
        goals.add(speed("verify a PNG with its pixels, share of the speed of CRC32 and Inflater",
                figure(VERIFY, "verify", FILE, "PNG_5_MB"), figure(VERIFY, "crc32AndInflater"), 0.8));
        return goals;
    }

    private static List<Goal> client() {
        return List.of(
                speed("download of 20 MB, share of the speed of BodyHandlers.ofFile",
                        figure("DownloadBenchmark", "client", "megabytes", "20"),
                        figure("DownloadBenchmark", "ofFile", "megabytes", "20"), 0.9),
                speed("base64 decoded while it streams, share of the speed of Base64.Decoder",
                        figure("Base64Benchmark", "answerDecoded"), figure("Base64Benchmark", "jdk"), 0.8));
    }

    /** The goals of a run, as a table in Markdown. */
    public static String table(Figures figures) {
        StringBuilder table = new StringBuilder("| what | goal | this run | |\n|---|--:|--:|---|\n");
        ALL.forEach(goal -> table.append(goal.row(figures)));
        return table.toString();
    }

    /**
     * The ratios that have become worse by more than the factor, a sentence for each. Figures that are no ratio within one run say
     * as much about the machine as about the library and are left out, as is what one of the runs did not measure.
     */
    public static List<String> worse(Figures before, Figures after, double factor) {
        List<String> worse = new ArrayList<>();
        for (Goal goal : ALL) {
            OptionalDouble old = goal.measure().of(before);
            OptionalDouble now = goal.measure().of(after);
            if (goal.ratio() && old.isPresent() && now.isPresent()) {
                double change = goal.atLeast()
                        ? old.getAsDouble() / now.getAsDouble()
                        : now.getAsDouble() / old.getAsDouble();
                if (change > factor) {
                    worse.add(String.format(Locale.ROOT, "%s: was %.2f, is %.2f, which is %.2f times worse",
                            goal.what(), old.getAsDouble(), now.getAsDouble(), change));
                }
            }
        }
        return worse;
    }
}
