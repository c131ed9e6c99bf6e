// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.metrics.LimitChange;
import dev.veo3.model.Usd;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** A report as JSON; {@link ReportFormat#JSON} says what is in it. */
final class JsonReport {
    static final String SCHEMA = "veo3-report/1";
    private static final JsonFactory JSON = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final ReportSource source;
    private final Overview overview;
    private final Numerals numerals = new Numerals();
    private boolean isFirst = true;

    JsonReport(ReportSource source, Overview overview) {
        this.source = source;
        this.overview = overview;
    }

    void write(String title, Instant now, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("schema", SCHEMA);
            json.writeStringProperty("title", Words.whole(title));
            json.writeStringProperty("generated", now.toString());
            summary(json);
            cost(json);
            failures(json);
            timeline(json);
            overview.figures().ifPresentOrElse(figures -> RunJson.write(figures, json),
                    () -> RunJson.write(overview.recorded(), json));
            extras(json);
            json.writeArrayPropertyStart("jobs");
            json.flush();
            jobs(out);
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /** The jobs are written past the generator, which takes as long for one as reading it does. */
    private void jobs(OutputStream out) throws IOException {
        TextOut lines = new TextOut(out);
        try (Stream<ReportedJob> jobs = source.jobs()) {
            jobs.forEachOrdered(job -> job(job, lines));
            lines.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void summary(JsonGenerator json) {
        json.writeObjectPropertyStart("summary");
        json.writeNumberProperty("jobs", overview.jobs());
        json.writeNumberProperty("succeeded", overview.succeeded());
        json.writeNumberProperty("failed", overview.failed());
        time(json, "started", overview.begin());
        time(json, "ended", overview.end());
        duration(json, "elapsed_ns", overview.elapsed());
        duration(json, "duration_ns", overview.duration());
        json.writeObjectPropertyStart("outcomes");
        overview.outcomes().forEach(json::writeNumberProperty);
        json.writeEndObject();
        duration(json, "p50_ns", overview.durations().quantile(0.5));
        duration(json, "p95_ns", overview.durations().quantile(0.95));
        duration(json, "p99_ns", overview.durations().quantile(0.99));
        json.writeEndObject();
    }

    private void cost(JsonGenerator json) {
        json.writeObjectPropertyStart("cost");
        dollars(json, "total_usd", overview.cost());
        dollars(json, "ambiguous_usd", overview.ambiguousCost());
        dollars(json, "extras_usd", overview.extraCost());
        json.writeArrayPropertyStart("by_model");
        for (Overview.ModelCost model : overview.models()) {
            json.writeStartObject();
            json.writeStringProperty("model", Words.whole(model.model()));
            json.writeNumberProperty("jobs", model.jobs());
            json.writeNumberProperty("succeeded", model.succeeded());
            dollars(json, "usd", model.cost());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void failures(JsonGenerator json) {
        json.writeArrayPropertyStart("failures");
        for (FailureGroups.Group group : overview.failures().all()) {
            json.writeStartObject();
            json.writeStringProperty("outcome", group.outcome());
            json.writeStringProperty("reason", Words.whole(group.reason()));
            json.writeNumberProperty("jobs", group.jobs());
            json.writeStringProperty("advice", group.advice());
            strings(json, "examples", group.examples());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void timeline(JsonGenerator json) {
        Optional<TimeGrid> grid = overview.grid();
        if (grid.isPresent()) {
            json.writeObjectPropertyStart("timeline");
            time(json, "begin", Optional.of(grid.get().begin()));
            duration(json, "step_ns", grid.get().step());
            List<TimeGrid.Step> steps = grid.get().steps();
            means(json, "submit", steps.stream().map(TimeGrid.Step::submit));
            means(json, "generate", steps.stream().map(TimeGrid.Step::generate));
            means(json, "download", steps.stream().map(TimeGrid.Step::download));
            means(json, "other", steps.stream().map(TimeGrid.Step::other));
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("limits");
        for (LimitChange change : overview.limits()) {
            json.writeStartObject();
            json.writeStringProperty("time", change.time().toString());
            json.writeNumberProperty("limit", change.limit());
            json.writeStringProperty("reason", Words.whole(change.reason()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void extras(JsonGenerator json) {
        json.writeArrayPropertyStart("extras");
        for (ExtraAttempt extra : overview.extras()) {
            json.writeStartObject();
            json.writeStringProperty("job", Words.whole(extra.job()));
            json.writeStringProperty("step", Words.whole(extra.step()));
            json.writeNumberProperty("attempt", extra.attempt());
            extra.operation().ifPresent(name -> json.writeStringProperty("operation", Words.whole(name)));
            extra.price().ifPresent(price -> dollars(json, "usd", price));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void job(ReportedJob job, TextOut to) {
        to.put(isFirst ? "{\"id\":" : ",{\"id\":").quoted(job.id()).put(",\"outcome\":").quoted(job.outcome())
                .put(job.success() ? ",\"success\":true" : ",\"success\":false");
        isFirst = false;
        job.reason().ifPresent(reason -> to.put(",\"reason\":").quoted(reason));
        to.put(",\"files\":[");
        String comma = "";
        for (Path file : job.files()) {
            to.put(comma).quoted(file.toString());
            comma = ",";
        }
        to.put(']');
        job.operation().ifPresent(name -> to.put(",\"operation\":").quoted(name));
        job.model().ifPresent(model -> to.put(",\"model\":").quoted(model));
        to.put(",\"started\":\"").put(numerals.time(job.started())).put("\",\"duration_ns\":")
                .put(Words.nanos(job.duration())).put(",\"queued_ns\":").put(Words.nanos(overview.queued(job)));
        if (job.times().known()) {
            JobTimes.Spent spent = job.spent();
            to.put(",\"phases\":{\"submit_ns\":").put(Words.nanos(spent.submit())).put(",\"generate_ns\":")
                    .put(Words.nanos(spent.generate())).put(",\"download_ns\":").put(Words.nanos(spent.download()))
                    .put('}');
        }
        to.put(",\"cost_usd\":").put(Numerals.dollars(job.cost())).put('}').endLine();
    }

    private static void strings(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(text -> json.writeString(Words.whole(text)));
        json.writeEndArray();
    }

    private static void means(JsonGenerator json, String name, Stream<Double> means) {
        json.writeArrayPropertyStart(name);
        means.forEach(mean -> json.writeNumber(rounded(mean)));
        json.writeEndArray();
    }

    static BigDecimal rounded(double number) {
        return BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
    }

    private static void time(JsonGenerator json, String name, Optional<Instant> time) {
        time.ifPresent(moment -> json.writeStringProperty(name, moment.toString()));
    }

    static void duration(JsonGenerator json, String name, Duration time) {
        json.writeNumberProperty(name, Words.nanos(time));
    }

    private static void dollars(JsonGenerator json, String name, Usd amount) {
        json.writeName(name);
        json.writeNumber(Numerals.dollars(amount));
    }
}
