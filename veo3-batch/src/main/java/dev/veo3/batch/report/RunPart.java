// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.Alert;
import dev.veo3.batch.metrics.BatchHealth;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.metrics.Bottleneck;
import dev.veo3.batch.metrics.Phase;
import dev.veo3.batch.metrics.PhaseTimes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the page says about the run as a whole: alerts, bottleneck, figures, health. */
final class RunPart {
    private static final String HELD_UP = "<div class=\"pair\"><section class=\"card\" aria-labelledby=\"run-title\">"
            + "<h2 id=\"run-title\">";
    private static final String AT_THE_END = "</section><section class=\"card\" aria-labelledby=\"end-title\">"
            + "<h2 id=\"end-title\">";
    /** Of these a record says nothing. */
    private static final Set<Bottleneck.Cause> NOT_RECORDED = Set.of(Bottleneck.Cause.LOCAL_CPU,
            Bottleneck.Cause.DISK);

    private final StringBuilder html = new StringBuilder();

    private RunPart() {}

    static String of(RunFigures figures) {
        RunPart part = new RunPart();
        part.alerts(figures.alerts());
        part.html.append(HELD_UP);
        figures.bottleneck().ifPresentOrElse(found -> part.bottleneck(found, Set.of()),
                () -> part.html.append("No job was held up</h2>"));
        part.html.append(AT_THE_END).append("At the end</h2>");
        part.metrics(figures.metrics());
        part.health(figures.health());
        return part.html.append("</section></div>").toString();
    }

    /** What the records of a batch tell, and what they do not. */
    static String of(RecordedRun.Told told) {
        RunPart part = new RunPart();
        part.alerts(told.alerts());
        part.html.append(HELD_UP);
        told.bottleneck().ifPresentOrElse(found -> part.bottleneck(found, NOT_RECORDED),
                () -> part.html.append("What held it up is not recorded</h2>"));
        part.quiet(told.bottleneck().isPresent()
                ? "An estimate from the times in the records: what a job took longer to be accepted than the quickest one counts as"
                        + " a wait for quota. How busy the processor and the disk were is not recorded."
                : "The records do not say when the service took the jobs and when it had made their videos.");
        part.html.append(AT_THE_END).append("From the records</h2>");
        part.phases(told.phases());
        part.quiet(
                "This was not written by the run itself. Its alerts are of slow jobs and of many errors, by the standard rules."
                        + " What only the run could measure is not known here: memory, crashes of the executor, worker utilisation,"
                        + " rate-limit hits, and whether it left threads, permits or open files behind.");
        return part.html.append("</section></div>").toString();
    }

    private void quiet(String words) {
        html.append("<p class=\"quiet\">").append(Words.html(words)).append("</p>");
    }

    private void alerts(List<Alert> alerts) {
        if (alerts.isEmpty()) {
            return;
        }
        html.append(
                "<section class=\"card\" aria-labelledby=\"alerts-title\"><h2 id=\"alerts-title\">Alerts</h2><ul class=\"alerts\">");
        alerts.forEach(alert -> html.append("<li><b>").append(Words.html(Words.of(alert.kind()))).append("</b> ")
                .append(Words.html(alert.message())).append("</li>"));
        html.append("</ul></section>");
    }

    private void bottleneck(Bottleneck found, Set<Bottleneck.Cause> unknown) {
        html.append("Held up most by ").append(Words.html(found.cause().title())).append("</h2><p>")
                .append(Words.html(found.advice())).append("</p><ul class=\"shares\">");
        for (Map.Entry<Bottleneck.Cause, Double> share : found.largestFirst()) {
            if (unknown.contains(share.getKey())) {
                continue;
            }
            html.append("<li><span>").append(Words.html(share.getKey().title()))
                    .append("</span><svg viewBox=\"0 0 100 6\""
                            + " preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"rail\" width=\"100\" height=\"6\"/>")
                    .append(String.format(Locale.ROOT, "<rect class=\"share\" width=\"%.1f\" height=\"6\"/></svg>",
                            100 * share.getValue()))
                    .append("<span class=\"num\">").append(Words.percent(share.getValue())).append("</span></li>");
        }
        html.append("</ul>");
    }

    private void metrics(BatchMetrics metrics) {
        html.append("<dl class=\"facts\">");
        fact("worker utilisation", Words.percent(metrics.workerUtilisation()));
        fact("rate-limit hits", Words.count(metrics.rateLimitHits()));
        fact("error rate of the last 5 min", Words.percent(metrics.errorRate()));
        fact("heap in use", Words.count(metrics.memory() / 1_000_000) + " MB");
        html.append("</dl>");
        phases(metrics.phases());
    }

    private void phases(Map<Phase, PhaseTimes> phases) {
        if (phases.values().stream().noneMatch(times -> times.count() > 0)) {
            return;
        }
        html.append(
                "<table class=\"plain\"><thead><tr><th scope=\"col\">Phase</th><th scope=\"col\" class=\"num\">p50</th>"
                        + "<th scope=\"col\" class=\"num\">p95</th><th scope=\"col\" class=\"num\">p99</th></tr></thead><tbody>");
        for (Map.Entry<Phase, PhaseTimes> phase : phases.entrySet()) {
            PhaseTimes times = phase.getValue();
            if (times.count() > 0) {
                html.append("<tr><th scope=\"row\">").append(phase.getKey().word()).append("</th><td class=\"num\">")
                        .append(Words.duration(times.p50())).append("</td><td class=\"num\">")
                        .append(Words.duration(times.p95())).append("</td><td class=\"num\">")
                        .append(Words.duration(times.p99())).append("</td></tr>");
            }
        }
        html.append("</tbody></table>");
    }

    private void fact(String name, String figure) {
        html.append("<div><dt>").append(name).append("</dt><dd>").append(figure).append("</dd></div>");
    }

    private void health(BatchHealth health) {
        html.append("<ul class=\"checks\">");
        health.findings()
                .forEach(finding -> html.append("<li><span class=\"verdict v-").append(Words.of(finding.state()))
                        .append("\">").append(Words.of(finding.state())).append("</span><span><b>")
                        .append(Words.html(finding.subject())).append("</b> ").append(Words.html(finding.figures()))
                        .append("</span></li>"));
        html.append("</ul>");
    }
}
