// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * A results file: what the Go program {@code go-veo3} writes, and for each job the {@code outcome} and the {@code operation},
 * without which it is not known what may be submitted again. Durations are nanoseconds, {@code total_duration} is their sum.
 *
 * @since 1.0
 */
public final class ResultsFile {
    private static final JsonFactory JSON = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    private static final ObjectWriteContext PRETTY = new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    };

    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Path file;

    private ResultsFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a results file of this library or of {@code go-veo3} from its beginning to its end. Nothing of it is kept: it may be of
     * any size.
     *
     * @throws ResultsFileException when it cannot be read or is none
     */
    public static ResultsFile read(Path file) {
        try (Stream<RecordedResult> results = ResultsReader.stream(file)) {
            results.forEach(result -> {});
        }
        return new ResultsFile(file);
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * The results in the order of the file, which is read as they are taken; a new stream at each call, to be closed unless used up.
     *
     * @throws ResultsFileException when the file is not there or not readable any more, also from the stream
     */
    public Stream<RecordedResult> results() {
        return ResultsReader.stream(file);
    }

    static void write(BatchReport report, Path file) throws IOException {
        // Needs no phases, and must not need the journal for them.
        try (ReportSource source = ReportSource.of(report, result -> JobTimes.UNKNOWN)) {
            write(new Sums(report.jobCount(), report.succeeded(), report.failed(), report.duration()), source, file);
        }
    }

    /** The figures at the top. */
    record Sums(long jobs, long succeeded, long failed, Duration duration) {}

    static void write(Sums sums, ReportSource source, Path file) throws IOException {
        WholeFile.write(file, out -> write(sums, source, out));
    }

    private static void write(Sums sums, ReportSource source, OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(PRETTY, out)) {
            json.writeStartObject();
            json.writeNumberProperty("total_jobs", sums.jobs());
            json.writeNumberProperty("successful_jobs", sums.succeeded());
            json.writeNumberProperty("failed_jobs", sums.failed());
            json.writeNumberProperty("total_duration", total(sums.duration()));
            json.writeArrayPropertyStart("results");
            try (Stream<ReportedJob> jobs = source.jobs()) {
                jobs.forEachOrdered(job -> write(job, json));
            }
            json.writeEndArray();
            write(source.extras(), json);
            json.writeEndObject();
        }
    }

    private static void write(ReportedJob job, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("job_id", job.id());
        json.writeBooleanProperty("success", job.success());
        if (job.success() && !job.files().isEmpty()) {
            json.writeStringProperty("output", job.files().getFirst().toString());
        }
        if (job.reason().isPresent()) {
            json.writeStringProperty("error", job.reason().get());
        }
        json.writeNumberProperty("duration", nanos(job.duration()));
        json.writeStringProperty("start_time", job.started().toString());
        json.writeStringProperty("end_time", job.ended().toString());
        json.writeStringProperty("outcome", outcome(job));
        if (job.operation().isPresent()) {
            json.writeStringProperty("operation", job.operation().get());
        }
        json.writeEndObject();
    }

    /** A retry knows the outcomes of jobs only: one that was not submitted is as one whose batch was stopped before. */
    private static String outcome(ReportedJob job) {
        return job.outcome().equals(ReportedJob.PENDING) ? "cancelled" : job.outcome();
    }

    private static void write(List<ExtraAttempt> extras, JsonGenerator json) {
        if (extras.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("extra_attempts");
        for (ExtraAttempt extra : extras) {
            json.writeStartObject();
            json.writeStringProperty("job_id", extra.job());
            json.writeStringProperty("step", extra.step());
            json.writeNumberProperty("attempt", extra.attempt());
            if (extra.operation().isPresent()) {
                json.writeStringProperty("operation", extra.operation().get());
            }
            if (extra.price().isPresent()) {
                json.writeNumberProperty("cost", new BigDecimal(extra.price().get().toString().substring(1)));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    // A figure that is too large must not keep the operations from being written.
    private static long nanos(Duration duration) {
        return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : LONGEST.toNanos();
    }

    private static long total(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? duration.toNanos() : Long.MAX_VALUE;
    }
}
