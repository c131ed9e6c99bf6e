// SPDX-License-Identifier: Apache-2.0
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
import java.util.Optional;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads a results file token by token, one result after the other; fields that it does not know are passed over. */
final class ResultsReader extends AbstractSpliterator<RecordedResult> {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String REMEDY = ". Name a results.json that a batch wrote.";

    private static final long LONGEST = Duration.ofDays(3650).toNanos();

    private final Path file;
    private final JsonParser json;
    private boolean begun;
    private boolean listed;
    private boolean inList;

    private ResultsReader(Path file, JsonParser json) {
        super(Long.MAX_VALUE, ORDERED | NONNULL | IMMUTABLE);
        this.file = file;
        this.json = json;
    }

    /** The results, read as they are taken. The stream closes the file when it is used up, has failed or is closed. */
    static Stream<RecordedResult> stream(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("it is a directory");
            }
            ResultsReader reader = new ResultsReader(file,
                    JSON.createParser(ObjectReadContext.empty(), Files.newInputStream(file)));
            return StreamSupport.stream(reader, false).onClose(reader::close);
        } catch (JacksonException e) {
            throw unreadable(file, e.getCause() instanceof IOException cause ? cause : new IOException(e));
        } catch (NoSuchFileException e) {
            throw new ResultsFileException(file + ": the results file does not exist. Correct the path.");
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super RecordedResult> action) {
        RecordedResult next = null;
        try {
            next = next();
        } catch (JacksonException e) {
            throw fault(e);
        } finally {
            if (next == null) {
                close();
            }
        }
        if (next == null) {
            return false;
        }
        action.accept(next);
        return true;
    }

    private void close() {
        json.close();
    }

    private ResultsFileException fault(JacksonException e) {
        if (e.getCause() instanceof IOException cause) {
            return unreadable(file, cause);
        }
        String reason = e.getOriginalMessage().lines().findFirst().orElse("unreadable").replaceAll("\\.$", "");
        return new ResultsFileException(at(e.getLocation()) + "this is no valid JSON: " + reason + REMEDY);
    }

    private static ResultsFileException unreadable(Path file, IOException e) {
        return new ResultsFileException(file + ": the results file cannot be read: " + e.getMessage() + REMEDY);
    }

    private @Nullable RecordedResult next() {
        while (inList || findList()) {
            if (json.nextToken() != JsonToken.END_ARRAY) {
                return result(json);
            }
            inList = false;
        }
        return null;
    }

    /** Goes to the list of results; when it has been read already, to the end of the file. */
    private boolean findList() {
        if (!begun && json.nextToken() != JsonToken.START_OBJECT) {
            throw notResults(json);
        }
        begun = true;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = json.currentName();
            JsonToken token = json.nextToken();
            if (field.equals("results") && token == JsonToken.START_ARRAY) {
                if (listed) {
                    throw new ResultsFileException(
                            at(json) + "the list \"results\" stands twice. Keep one of the two.");
                }
                listed = true;
                inList = true;
                return true;
            }
            json.skipChildren();
        }
        if (!listed) {
            throw notResults(json);
        }
        if (json.nextToken() != null) {
            throw new ResultsFileException(
                    at(json) + "something follows the results. Keep one results file in a file.");
        }
        return false;
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
