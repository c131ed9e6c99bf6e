// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JsonScanner.UnexpectedException;
import dev.veo3.model.Usd;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of one record, in whatever order they came. */
final class RecordFields {
    @Nullable
    String type;
    @Nullable
    String job;
    @Nullable
    Instant started;
    @Nullable
    Instant expiry;
    private @Nullable Instant time;
    private @Nullable JsonScanner was;
    private final List<String> names = new ArrayList<>(12);
    private final List<Object> values = new ArrayList<>(12);

    private RecordFields() {}

    /** Of a line: a comma comes first, and what closes the object does not come. */
    static RecordFields ofLine(JsonScanner scanner) {
        RecordFields fields = new RecordFields();
        while (!scanner.isAtEnd()) {
            scanner.enter(',');
            fields.read(scanner.name(), scanner);
        }
        return fields;
    }

    /** Of an object, which the scanner has passed then. */
    static RecordFields ofObject(JsonScanner scanner, String job) {
        RecordFields fields = new RecordFields();
        scanner.enter('{');
        for (String name = scanner.field(); name != null; name = scanner.field()) {
            fields.read(name, scanner);
        }
        fields.job = job;
        return fields;
    }

    private void read(String name, JsonScanner scanner) {
        if (type != null && !RecordType.isKnown(type) && !name.equals("job")) {
            // What this version calls by the same name may be something else there.
            scanner.skip();
            return;
        }
        switch (name) {
            case "type" -> type = scanner.word();
            case "t" -> time = scanner.time();
            case "job" -> job = scanner.text();
            case "started" -> started = scanner.time();
            case "expiry" -> expiry = scanner.time();
            case "was" -> {
                was = scanner.from(scanner.position());
                scanner.skip();
            }
            case "step", "cause", "verdict", "outcome" -> put(name, scanner.word());
            case "limit", "price_micros", "attempt", "reserved_micros", "size", "duration_nanos", "cost_micros" ->
                put(name, scanner.number());
            case "manifest", "manifest_sha256", "options", "library", "instance", "key", "why", "spec", "storage",
                    "result", "file", "sha256", "reason", "operation", "code" ->
                put(name, scanner.text());
            case "uris", "files" -> put(name, list(scanner));
            default -> scanner.skip();
        }
    }

    private static List<String> list(JsonScanner scanner) {
        List<String> texts = new ArrayList<>();
        scanner.enter('[');
        while (scanner.hasNext()) {
            texts.add(scanner.text());
        }
        return texts;
    }

    private void put(String name, Object value) {
        names.add(name);
        values.add(value);
    }

    private @Nullable Object get(String name) {
        int at = names.indexOf(name);
        return at < 0 ? null : values.get(at);
    }

    String job() {
        return required(job, "job");
    }

    Instant time() {
        return required(time, "t");
    }

    String text(String name) {
        return (String) required(get(name), name);
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable((String) get(name));
    }

    long number(String name) {
        return (Long) required(get(name), name);
    }

    int count(String name) {
        long count = number(name);
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new UnexpectedException("the " + name + " " + count + " is none");
        }
        return (int) count;
    }

    Optional<Usd> usd(String name) {
        return Optional.ofNullable((Long) get(name)).map(RecordFields::usd);
    }

    @SuppressWarnings("unchecked")
    List<String> texts(String name) {
        return (List<String>) required(get(name), name);
    }

    /** What was recorded of the job before, still to be read. */
    Optional<JsonScanner> was() {
        return Optional.ofNullable(was);
    }

    static Usd usd(long micros) {
        if (micros < 0) {
            throw new UnexpectedException("an amount is negative");
        }
        return new Usd(micros);
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UnexpectedException("\"" + text + "\" is no path");
        }
    }

    static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new UnexpectedException("the field \"" + name + "\" is missing");
        }
        return value;
    }
}
