package dev.veo3.batch.report;

import dev.veo3.batch.metrics.BatchHealth;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.metrics.Bottleneck;
import dev.veo3.batch.metrics.Phase;
import dev.veo3.batch.metrics.PhaseTimes;
import java.util.Locale;
import java.util.Map;

/** What the page says about the run as a whole: alerts, bottleneck, figures, health. */
final class RunPart {
    private final StringBuilder html = new StringBuilder();

    private RunPart() {}

    static String of(RunFigures figures) {
        RunPart part = new RunPart();
        part.alerts(figures);
        part.html.append(
                "<div class=\"pair\"><section class=\"card\" aria-labelledby=\"run-title\"><h2 id=\"run-title\">");
        figures.bottleneck().ifPresentOrElse(part::bottleneck, () -> part.html.append("No job was held up</h2>"));
        part.html.append(
                "</section><section class=\"card\" aria-labelledby=\"end-title\"><h2 id=\"end-title\">At the end</h2>");
        part.metrics(figures.metrics());
        part.health(figures.health());
        return part.html.append("</section></div>").toString();
    }

    private void alerts(RunFigures figures) {
        if (figures.alerts().isEmpty()) {
            return;
        }
        html.append(
                "<section class=\"card\" aria-labelledby=\"alerts-title\"><h2 id=\"alerts-title\">Alerts</h2><ul class=\"alerts\">");
        figures.alerts()
                .forEach(alert -> html.append("<li><b>").append(Words.html(Words.of(alert.kind()))).append("</b> ")
                        .append(Words.html(alert.message())).append("</li>"));
        html.append("</ul></section>");
    }

    private void bottleneck(Bottleneck found) {
        html.append("Held up most by ").append(Words.html(found.cause().title())).append("</h2><p>")
                .append(Words.html(found.cause().advice())).append("</p><ul class=\"shares\">");
        for (Map.Entry<Bottleneck.Cause, Double> share : found.largestFirst()) {
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
        if (metrics.phases().values().stream().noneMatch(times -> times.count() > 0)) {
            return;
        }
        html.append(
                "<table class=\"plain\"><thead><tr><th scope=\"col\">Phase</th><th scope=\"col\" class=\"num\">p50</th>"
                        + "<th scope=\"col\" class=\"num\">p95</th><th scope=\"col\" class=\"num\">p99</th></tr></thead><tbody>");
        for (Map.Entry<Phase, PhaseTimes> phase : metrics.phases().entrySet()) {
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
