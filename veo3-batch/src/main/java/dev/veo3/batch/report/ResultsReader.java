package dev.veo3.batch.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads a results file token by token; fields that it does not know are passed over. */
final class ResultsReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;

    ResultsReader(Path file) {
        this.file = file;
    }

    List<RecordedResult> read() {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), Files.readString(file))) {
            return results(json);
        } catch (NoSuchFileException e) {
            throw new ResultsFileException(file + ": the results file does not exist. Correct the path.");
        } catch (IOException e) {
            throw new ResultsFileException(file + ": the results file cannot be read: " + e.getMessage() + ". Name a"
                    + " results.json that a batch wrote.");
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw new ResultsFileException(file + ":" + line + ":" + column
                    + ": this is no valid JSON. Name a results.json that a batch wrote.");
        }
    }

    private List<RecordedResult> results(JsonParser json) {
        List<RecordedResult> results = null;
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw notResults(json);
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = json.currentName();
            JsonToken token = json.nextToken();
            if (field.equals("results") && token == JsonToken.START_ARRAY) {
                results = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    results.add(result(json));
                }
            } else {
                json.skipChildren();
            }
        }
        if (results == null) {
            throw notResults(json);
        }
        return results;
    }

    private RecordedResult result(JsonParser json) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw notResults(json);
        }
        Fields fields = new Fields();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "job_id" -> fields.jobId = json.getValueAsString();
                case "success" -> fields.success = json.currentToken() == JsonToken.VALUE_TRUE;
                case "outcome" -> fields.outcome = text(json);
                case "operation" -> fields.operation = text(json);
                case "output" -> fields.output = text(json);
                case "error" -> fields.error = text(json);
                case "start_time" -> fields.started = instant(text(json));
                case "duration" -> fields.nanos = json.getValueAsLong();
                default -> json.skipChildren();
            }
        }
        if (fields.jobId == null || fields.jobId.isBlank()) {
            throw new ResultsFileException(
                    at(json) + "a result has no job_id. Name a results.json that a batch wrote.");
        }
        return fields.result(fields.jobId);
    }

    private static final class Fields {
        private @Nullable String jobId;
        private boolean success;
        private Optional<String> outcome = Optional.empty();
        private Optional<String> operation = Optional.empty();
        private Optional<String> output = Optional.empty();
        private Optional<String> error = Optional.empty();
        private Optional<Instant> started = Optional.empty();
        private long nanos;

        private RecordedResult result(String id) {
            return new RecordedResult(id, success, outcome, operation, output, error, started,
                    Duration.ofNanos(Math.max(0, nanos)));
        }
    }

    private static Optional<String> text(JsonParser json) {
        String text = json.getValueAsString();
        json.skipChildren();
        return Optional.ofNullable(text).filter(words -> !words.isBlank());
    }

    private static Optional<Instant> instant(Optional<String> text) {
        try {
            return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private ResultsFileException notResults(JsonParser json) {
        return new ResultsFileException(
                at(json) + "this is no results file: it has no list \"results\". Name a results.json that a batch wrote.");
    }

    private String at(JsonParser json) {
        return file + ":" + json.currentTokenLocation().getLineNr() + ":" + json.currentTokenLocation().getColumnNr()
                + ": ";
    }
}
