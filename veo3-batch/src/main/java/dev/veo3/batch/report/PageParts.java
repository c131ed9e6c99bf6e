// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.JobOutcome;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The parts of the page that are there without its script. */
final class PageParts {
    private static final int MOST_OPEN = 3;

    private final Overview overview;

    PageParts(Overview overview) {
        this.overview = overview;
    }

    /** The part that belongs in the place of that name. */
    String part(String name, String title, Instant now) {
        return switch (name) {
            case "title" -> Words.html(title);
            case "generated" -> "<time datetime=\"" + now + "\">" + Words.time(now) + "</time>";
            case "lead" -> lead();
            case "bar" -> bar();
            case "tiles" -> tiles();
            case "run" -> overview.figures().map(RunPart::of).or(() -> overview.recorded().map(RunPart::of)).orElse("");
            case "failures" -> failures();
            case "cost" -> cost();
            case "extras" -> extras();
            case "listed" -> listed();
            default -> throw new IllegalStateException("The page has a place for \"" + name + "\", which is nothing");
        };
    }

    private String lead() {
        if (overview.jobs() == 0) {
            return "No job has been taken up.";
        }
        String what = overview.failed() == 0
                ? (overview.jobs() == 1
                        ? "The job has its video"
                        : "All " + Words.jobs(overview.jobs()) + " have their videos")
                : Words.count(overview.succeeded()) + " of " + Words.jobs(overview.jobs())
                        + (overview.succeeded() == 1 ? " has its video" : " have their videos");
        return what + overview.begin().map(begin -> ". Begun " + Words.time(begin) + ", finished after "
                + Words.duration(overview.elapsed())).orElse("") + ".";
    }

    private String bar() {
        StringBuilder rects = new StringBuilder();
        double at = 0;
        for (Map.Entry<String, Long> outcome : outcomes()) {
            double width = 1000.0 * outcome.getValue() / overview.jobs();
            rects.append(
                    String.format(Locale.ROOT, "<rect x=\"%.2f\" y=\"0\" width=\"%.2f\" height=\"10\" class=\"o-%s\"/>",
                            at, at + width >= 999 ? 1000 - at : Math.max(1, width - 2), Words.html(outcome.getKey())));
            at += width;
        }
        String legend = outcomes().stream()
                .map(outcome -> "<li><span class=\"dot o-" + Words.html(outcome.getKey()) + "\"></span>"
                        + Words.html(Words.outcome(outcome.getKey())) + " <b>" + Words.count(outcome.getValue())
                        + "</b></li>")
                .collect(Collectors.joining());
        return overview.jobs() == 0
                ? ""
                : "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                        + rects
                        + "</svg><ul class=\"legend\">" + legend + "</ul>";
    }

    /** Those with videos first. */
    private List<Map.Entry<String, Long>> outcomes() {
        return overview.outcomes().entrySet().stream()
                .sorted(Comparator.comparing(outcome -> !JobOutcome.hasVideo(outcome.getKey()))).toList();
    }

    private String tiles() {
        DurationCounts durations = overview.durations();
        double rate = overview.elapsed().isZero()
                ? 0
                : durations.total() * 60e3 / Math.max(1, overview.elapsed().toMillis());
        return tile("With video", Words.count(overview.succeeded()), "of " + Words.count(overview.jobs()),
                overview.failed() == 0 && overview.jobs() > 0 ? "good" : "")
                + tile("Cost", Words.dollars(overview.cost()),
                        overview.ambiguousCost().micros() + overview.extraCost().micros() > 0
                                ? "some of it uncertain"
                                : "nothing uncertain",
                        "")
                + tile("Took", durations.total() == 0 ? "–" : Words.duration(overview.elapsed()),
                        durations.total() == 0
                                ? "no job ran"
                                : String.format(Locale.ROOT, rate < 100 ? "%.1f jobs a minute" : "%,.0f jobs a minute",
                                        rate),
                        "")
                + tile("A job, median", durations.total() == 0 ? "–" : Words.duration(durations.quantile(0.5)),
                        durations.total() == 0
                                ? "no job ran"
                                : "95 % within " + Words.duration(durations.quantile(0.95)),
                        "");
    }

    private static String tile(String name, String figure, String detail, String kind) {
        return "<div class=\"tile " + kind + "\"><dt>" + name + "</dt><dd><span class=\"figure\">" + Words.html(figure)
                + "</span><span class=\"detail\">" + Words.html(detail) + "</span></dd></div>";
    }

    private String failures() {
        List<FailureGroups.Group> groups = overview.failures().all();
        if (groups.isEmpty()) {
            return "<p class=\"quiet\">" + (overview.jobs() == 0 ? "Nothing ran." : "There are none.") + "</p>";
        }
        String rest = groups.size() <= MOST_OPEN
                ? ""
                : "<details class=\"more\"><summary>" + (groups.size() - MOST_OPEN)
                        + (groups.size() - MOST_OPEN == 1 ? " more reason" : " more reasons") + "</summary>"
                        + list(groups.subList(MOST_OPEN, groups.size())) + "</details>";
        return list(groups.subList(0, Math.min(MOST_OPEN, groups.size()))) + rest;
    }

    private static String list(List<FailureGroups.Group> groups) {
        return groups.stream().map(PageParts::failure)
                .collect(Collectors.joining("", "<ol class=\"failures\">", "</ol>"));
    }

    private static String failure(FailureGroups.Group group) {
        String outcome = Words.html(group.outcome());
        return "<li><div class=\"head\"><span class=\"badge o-" + outcome + "\">"
                + Words.html(Words.outcome(group.outcome()))
                + "</span><b>" + Words.jobs(group.jobs()) + "</b><button type=\"button\" class=\"show\" data-group=\""
                + group.number() + "\" hidden>Show in the list</button></div><p class=\"reason\">"
                + Words.html(Words.cut(group.reason(), 600)) + "</p><p class=\"advice\"><b>What to do.</b> "
                + Words.html(group.advice()) + "</p><p class=\"examples\">"
                + group.examples().stream().map(id -> "<code>" + Words.html(Words.cut(id, 80)) + "</code>")
                        .collect(Collectors.joining(" "))
                + (group.jobs() > group.examples().size() ? " and others" : "") + "</p></li>";
    }

    private String cost() {
        String rows = overview.models().stream()
                .map(model -> "<tr><th scope=\"row\">" + Words.html(model.model()) + "</th><td class=\"num\">"
                        + Words.count(model.jobs()) + "</td><td class=\"num\">" + Words.count(model.succeeded())
                        + "</td><td class=\"num\">" + Words.dollars(model.cost()) + "</td></tr>")
                .collect(Collectors.joining());
        return "<table class=\"plain\"><thead><tr><th scope=\"col\">Model</th><th scope=\"col\" class=\"num\">Jobs</th>"
                + "<th scope=\"col\" class=\"num\">With video</th><th scope=\"col\" class=\"num\">Cost</th></tr></thead><tbody>"
                + rows + extra("Extra attempts", overview.extras().size(), Words.dollars(overview.extraCost()),
                        !overview.extras().isEmpty())
                + "</tbody><tfoot><tr><th scope=\"row\" colspan=\"3\">Together</th><td class=\"num\">"
                + Words.dollars(overview.cost())
                + "</td></tr></tfoot></table>"
                + (overview.ambiguousCost().micros() == 0
                        ? ""
                        : "<p class=\"quiet\">Of this, " + overview.ambiguousCost()
                                + " is for jobs of which nobody knows whether the service took them.</p>");
    }

    private static String extra(String name, long number, String cost, boolean shown) {
        return shown
                ? "<tr><th scope=\"row\">" + name + "</th><td class=\"num\">" + Words.count(number)
                        + "</td><td></td><td class=\"num\">" + cost + "</td></tr>"
                : "";
    }

    private String extras() {
        if (overview.extras().isEmpty()) {
            return "";
        }
        return overview.extras().stream().limit(100).map(extra -> "<li>" + Words.html(extra.describe()) + "</li>")
                .collect(Collectors.joining("", "<h3>May be charged besides</h3><ul class=\"extras\">", "</ul>"));
    }

    private String listed() {
        long listed = PageData.listed(overview);
        return listed == overview.jobs()
                ? ""
                : "<p class=\"quiet\">" + Words.count(listed) + " of " + Words.jobs(overview.jobs())
                        + " are listed here, those without a video first of all. The report as JSON or CSV has all of them;"
                        + " the sums on this page are of all.</p>";
    }
}
