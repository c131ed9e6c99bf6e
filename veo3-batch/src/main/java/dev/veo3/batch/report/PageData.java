// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.batch.metrics.LimitChange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** What the page's script shows, as JSON within a script element. Times are milliseconds after the batch's begin. */
final class PageData {
    /** A browser holds so many rows with ease. */
    static final int MOST_JOBS = 100_000;
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_REASON = 300;
    private static final int LONGEST_OPTION = 70;
    private static final JsonFactory JSON = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final ReportSource source;
    private final Overview overview;
    private final Links links;
    private final Instant begin;
    private final Map<String, Integer> words = new HashMap<>();
    private long withVideo;
    private long withoutVideo;
    private boolean isFirst = true;

    PageData(ReportSource source, Overview overview, Links links) {
        this.source = source;
        this.overview = overview;
        this.links = links;
        this.begin = overview.begin().orElse(Instant.EPOCH);
        this.withVideo = MOST_JOBS - Math.min(overview.failed(), MOST_JOBS / 2);
        this.withoutVideo = MOST_JOBS - Math.min(overview.succeeded(), withVideo);
    }

    /** How many jobs are listed. */
    static long listed(Overview overview) {
        return Math.min(overview.jobs(), MOST_JOBS);
    }

    void write(OutputStream out) throws IOException {
        OutputStream script = new InScript(out);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), script)) {
            json.writeStartObject();
            json.writeNumberProperty("begin", begin.toEpochMilli());
            json.writeNumberProperty("span", overview.elapsed().toMillis());
            json.writeNumberProperty("total", overview.jobs());
            grid(json);
            limits(json);
            bars(json);
            json.writeArrayPropertyStart("jobs");
            json.flush();
            rows(script);
            json.writeEndArray();
            words(json);
            groups(json);
            json.writeEndObject();
        }
    }

    /** The jobs are written past the generator, as {@link JsonReport} does. */
    private void rows(OutputStream out) throws IOException {
        TextOut rows = new TextOut(out);
        try (Stream<ReportedJob> jobs = source.jobs()) {
            jobs.filter(this::isListed).forEachOrdered(job -> row(job, rows));
            rows.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean isListed(ReportedJob job) {
        return job.success() ? withVideo-- > 0 : withoutVideo-- > 0;
    }

    private void grid(JsonGenerator json) {
        overview.grid().ifPresent(grid -> {
            json.writeObjectPropertyStart("grid");
            json.writeNumberProperty("from", millis(Duration.between(begin, grid.begin())));
            json.writeNumberProperty("step", grid.step().toNanos() / 1e6);
            json.writeArrayPropertyStart("steps");
            for (TimeGrid.Step step : grid.steps()) {
                json.writeStartArray();
                json.writeNumber(JsonReport.rounded(step.submit()));
                json.writeNumber(JsonReport.rounded(step.generate()));
                json.writeNumber(JsonReport.rounded(step.download()));
                json.writeNumber(JsonReport.rounded(step.other()));
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void limits(JsonGenerator json) {
        json.writeArrayPropertyStart("limits");
        for (LimitChange change : overview.limits()) {
            json.writeStartArray();
            json.writeNumber(millis(Duration.between(begin, change.time())));
            json.writeNumber(change.limit());
            json.writeString(Words.whole(change.reason()));
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void bars(JsonGenerator json) {
        json.writeArrayPropertyStart("bars");
        for (DurationCounts.Bar bar : overview.durations().bars()) {
            json.writeStartArray();
            json.writeNumber(bar.from().toNanos() / 1e6);
            json.writeNumber(bar.to().toNanos() / 1e6);
            json.writeNumber(bar.open() ? 1 : 0);
            json.writeNumber(bar.jobs());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    /** Id, outcome, model, queued, submit, generate, download, of unknown phase, micros, number of the group of its reason, reason, links. */
    private void row(ReportedJob job, TextOut to) {
        JobTimes.Spent spent = job.spent();
        to.put(isFirst ? "[" : ",[").quoted(Words.cut(job.id(), LONGEST_ID)).put(',').put(word(job.outcome()))
                .put(',').put(word(job.model().orElse(""))).put(',').put(millis(overview.queued(job))).put(',')
                .put(millis(spent.submit())).put(',').put(millis(spent.generate())).put(',')
                .put(millis(spent.download())).put(',').put(millis(spent.other())).put(',').put(job.cost().micros())
                .put(',').put(overview.failures().number(job)).put(',')
                .quoted(Words.cut(job.reason().orElse(""), LONGEST_REASON)).put(",[");
        isFirst = false;
        String comma = "";
        for (Path file : job.files()) {
            to.put(comma).quoted(links.to(file));
            comma = ",";
        }
        to.put("]]").endLine();
    }

    private int word(String word) {
        Integer known = words.get(word);
        if (known == null) {
            known = words.size();
            words.put(word, known);
        }
        return known;
    }

    private void words(JsonGenerator json) {
        List<String> inOrder = words.entrySet().stream().sorted(Map.Entry.comparingByValue()).map(Map.Entry::getKey)
                .toList();
        json.writeArrayPropertyStart("words");
        inOrder.forEach(word -> json.writeString(Words.whole(word)));
        json.writeEndArray();
    }

    private void groups(JsonGenerator json) {
        json.writeArrayPropertyStart("groups");
        for (FailureGroups.Group group : overview.failures().all()) {
            json.writeStartArray();
            json.writeNumber(group.number());
            json.writeString(Words.whole(group.outcome()));
            json.writeString(Words.whole(Words.cut(group.reason(), LONGEST_OPTION)));
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static long millis(Duration time) {
        return time.toMillis();
    }

    /** JSON in which nothing ends a script element or begins a comment: a {@code <} stands only in texts, as an escape. */
    private static final class InScript extends FilterOutputStream {
        private static final byte[] LESS = "\\u003c".getBytes(StandardCharsets.US_ASCII);

        InScript(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int from = offset;
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '<') {
                    out.write(bytes, from, i - from);
                    out.write(LESS);
                    from = i + 1;
                }
            }
            out.write(bytes, from, offset + length - from);
        }

        @Override
        public void write(int unit) throws IOException {
            if (unit == '<') {
                out.write(LESS);
            } else {
                out.write(unit);
            }
        }
    }
}
