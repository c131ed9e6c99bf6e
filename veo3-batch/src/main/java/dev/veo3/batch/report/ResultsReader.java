package dev.veo3.batch.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads a results file token by token; fields that it does not know are passed over. */
final class ResultsReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String REMEDY = ". Name a results.json that a batch wrote.";

    private static final long LONGEST = Duration.ofDays(3650).toNanos();

    private final Path file;

    ResultsReader(Path file) {
        this.file = file;
    }

    List<RecordedResult> read() {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
            return results(json);
        } catch (NoSuchFileException e) {
            throw new ResultsFileException(file + ": the results file does not exist. Correct the path.");
        } catch (IOException e) {
            String why = Files.isDirectory(file) ? "it is a directory" : String.valueOf(e.getMessage());
            throw new ResultsFileException(file + ": the results file cannot be read: " + why + REMEDY);
        } catch (JacksonException e) {
            String reason = e.getOriginalMessage().lines().findFirst().orElse("unreadable").replaceAll("\\.$", "");
            throw new ResultsFileException(at(e.getLocation()) + "this is no valid JSON: " + reason + REMEDY);
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
        if (json.nextToken() != null) {
            throw new ResultsFileException(
                    at(json) + "something follows the results. Keep one results file in a file.");
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
                case "job_id" -> fields.jobId = text(json);
                case "success" -> {
                    fields.success = json.currentToken() == JsonToken.VALUE_TRUE;
                    json.skipChildren();
                }
                case "outcome" -> fields.outcome = text(json);
                case "operation" -> fields.operation = text(json);
                case "output" -> fields.output = path(json);
                case "error" -> fields.error = text(json);
                case "start_time" -> fields.started = instant(text(json));
                case "duration" -> fields.duration = nanos(json);
                default -> json.skipChildren();
            }
        }
        return fields.result(fields.jobId
                .orElseThrow(() -> new ResultsFileException(at(json) + "a result has no job_id" + REMEDY)));
    }

    private static final class Fields {
        private Optional<String> jobId = Optional.empty();
        private boolean success;
        private Optional<String> outcome = Optional.empty();
        private Optional<String> operation = Optional.empty();
        private Optional<String> output = Optional.empty();
        private Optional<String> error = Optional.empty();
        private Optional<Instant> started = Optional.empty();
        private Duration duration = Duration.ZERO;

        private RecordedResult result(String id) {
            return new RecordedResult(id, success, outcome, operation, output, error, started, duration);
        }
    }

    private static Optional<String> text(JsonParser json) {
        String text = json.getValueAsString();
        json.skipChildren();
        return Optional.ofNullable(text).filter(words -> !words.isBlank());
    }

    private Optional<String> path(JsonParser json) {
        try {
            return text(json).map(Path::of).map(Path::toString);
        } catch (InvalidPathException e) {
            throw new ResultsFileException(at(json) + "the output is no path: " + e.getReason() + REMEDY);
        }
    }

    /** Zero for what is no length of time: nothing depends on it. */
    private static Duration nanos(JsonParser json) {
        boolean whole = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        json.skipChildren();
        return Duration.ofNanos(whole ? Math.clamp(json.getLongValue(), 0, LONGEST) : 0);
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
                at(json) + "this is no results file: it has no list \"results\"" + REMEDY);
    }

    private String at(JsonParser json) {
        return at(json.currentTokenLocation());
    }

    // The parser's own limits are thrown without a place.
    private String at(@Nullable TokenStreamLocation place) {
        return place == null || place.getLineNr() <= 0
                ? file + ": "
                : file + ":" + place.getLineNr() + ":" + Math.max(1, place.getColumnNr()) + ": ";
    }
}
