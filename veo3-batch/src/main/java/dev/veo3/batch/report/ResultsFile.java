package dev.veo3.batch.report;

import dev.veo3.batch.event.JobResult;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * A results file: what the Go program {@code go-veo3} writes, and for each job the {@code outcome} and the {@code operation},
 * without which it is not known what may be submitted again. Durations are nanoseconds, {@code total_duration} is their sum.
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
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    replace(report, file);
                    return;
                } catch (ClosedByInterruptException e) {
                    // The interrupt closed the channel. It is put back below, when the file has been written.
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void replace(BatchReport report, Path file) throws IOException {
        Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        Files.createDirectories(directory);
        // Not createTempFile, which makes files that nobody else may read.
        Path part = directory.resolve(".results-" + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
                    OutputStream out = Channels.newOutputStream(channel)) {
                write(report, out);
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(BatchReport report, OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(PRETTY, out)) {
            json.writeStartObject();
            json.writeNumberProperty("total_jobs", report.jobCount());
            json.writeNumberProperty("successful_jobs", report.succeeded());
            json.writeNumberProperty("failed_jobs", report.failed());
            json.writeNumberProperty("total_duration", total(report.duration()));
            json.writeArrayPropertyStart("results");
            try (Stream<JobResult> results = report.results()) {
                results.forEachOrdered(result -> write(result, json));
            }
            json.writeEndArray();
            write(report.extras(), json);
            json.writeEndObject();
        }
    }

    private static void write(JobResult result, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("job_id", result.job().id());
        json.writeBooleanProperty("success", result.outcome().isSuccess());
        if (result.outcome().isSuccess()) {
            Path output = result.outcome().files().stream().findFirst().orElse(result.job().output());
            json.writeStringProperty("output", output.toString());
        }
        if (result.outcome().reason().isPresent()) {
            json.writeStringProperty("error", result.outcome().reason().get());
        }
        json.writeNumberProperty("duration", nanos(result.duration()));
        json.writeStringProperty("start_time", result.started().toString());
        json.writeStringProperty("end_time", result.ended().toString());
        json.writeStringProperty("outcome", result.outcome().name());
        if (result.operation().isPresent()) {
            json.writeStringProperty("operation", result.operation().get());
        }
        json.writeEndObject();
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
