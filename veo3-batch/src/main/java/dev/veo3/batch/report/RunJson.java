// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.event.Alert;
import dev.veo3.batch.metrics.BatchHealth;
import dev.veo3.batch.metrics.BatchMetrics;
import dev.veo3.batch.metrics.Bottleneck;
import dev.veo3.batch.metrics.PhaseTimes;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What was measured while the batch ran, as a part of a report in JSON. */
final class RunJson {
    private RunJson() {}

    /** Writes the fields of a report whose run nobody measured, into the object that is open. */
    static void write(Optional<RecordedRun.Told> told, JsonGenerator json) {
        json.writeBooleanProperty("measured", false);
        alerts(told.map(RecordedRun.Told::alerts).orElse(List.of()), json);
        told.flatMap(RecordedRun.Told::bottleneck).ifPresent(found -> bottleneck(found, json));
        health(List.of(), json);
    }

    /** Writes the fields into the object that is open. */
    static void write(RunFigures figures, JsonGenerator json) {
        json.writeBooleanProperty("measured", true);
        alerts(figures.alerts(), json);
        figures.bottleneck().ifPresent(found -> bottleneck(found, json));
        health(figures.health().findings(), json);
        metrics(figures.metrics(), json);
    }

    private static void alerts(List<Alert> alerts, JsonGenerator json) {
        json.writeArrayPropertyStart("alerts");
        for (Alert alert : alerts) {
            json.writeStartObject();
            json.writeStringProperty("kind", Words.of(alert.kind()));
            json.writeStringProperty("message", Words.whole(alert.message()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void bottleneck(Bottleneck found, JsonGenerator json) {
        json.writeObjectPropertyStart("bottleneck");
        json.writeStringProperty("cause", found.cause().title());
        json.writeStringProperty("advice", found.advice());
        json.writeObjectPropertyStart("shares");
        found.largestFirst()
                .forEach(share -> json.writeNumberProperty(share.getKey().title(),
                        JsonReport.rounded(share.getValue())));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void health(List<BatchHealth.Finding> findings, JsonGenerator json) {
        json.writeArrayPropertyStart("health");
        for (BatchHealth.Finding finding : findings) {
            json.writeStartObject();
            json.writeStringProperty("subject", Words.whole(finding.subject()));
            json.writeStringProperty("verdict", Words.of(finding.state()));
            json.writeStringProperty("figures", Words.whole(finding.figures()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void metrics(BatchMetrics metrics, JsonGenerator json) {
        json.writeObjectPropertyStart("metrics");
        JsonReport.duration(json, "average_job_ns", metrics.averageJobDuration());
        json.writeNumberProperty("queue_depth", metrics.queueDepth());
        json.writeNumberProperty("worker_utilisation", JsonReport.rounded(metrics.workerUtilisation()));
        json.writeNumberProperty("error_rate", JsonReport.rounded(metrics.errorRate()));
        json.writeNumberProperty("memory_bytes", metrics.memory());
        json.writeNumberProperty("rate_limit_hits", metrics.rateLimitHits());
        json.writeObjectPropertyStart("phases");
        metrics.phases().forEach((phase, times) -> phase(phase.word(), times, json));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void phase(String name, PhaseTimes times, JsonGenerator json) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("count", times.count());
        JsonReport.duration(json, "p50_ns", times.p50());
        JsonReport.duration(json, "p95_ns", times.p95());
        JsonReport.duration(json, "p99_ns", times.p99());
        json.writeEndObject();
    }
}
