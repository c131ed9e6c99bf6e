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

/** The fields of one record, in whatever order they came; those that did not come are null. */
final class RecordFields {
    @Nullable
    String type;
    @Nullable
    String job;
    @Nullable
    String manifest;
    @Nullable
    String manifestHash;
    @Nullable
    String options;
    @Nullable
    String library;
    @Nullable
    String instance;
    @Nullable
    String key;
    @Nullable
    String why;
    @Nullable
    String spec;
    @Nullable
    String storage;
    @Nullable
    String step;
    @Nullable
    String result;
    @Nullable
    String cause;
    @Nullable
    String verdict;
    @Nullable
    String file;
    @Nullable
    String sha256;
    @Nullable
    String outcome;
    @Nullable
    String reason;
    @Nullable
    String operation;
    @Nullable
    String code;
    @Nullable
    Long limit;
    @Nullable
    Long price;
    @Nullable
    Long attempt;
    @Nullable
    Long reserved;
    @Nullable
    Long size;
    @Nullable
    Long duration;
    @Nullable
    Long cost;
    @Nullable
    List<String> uris;
    @Nullable
    List<String> files;
    @Nullable
    Instant time;
    @Nullable
    Instant started;
    @Nullable
    Instant expiry;
    /** What was recorded of the job before. */
    private @Nullable JobHistory was;
    /** Where that begins, when it came before what is needed to read it. */
    private @Nullable JsonScanner wasUnread;
    private boolean isKnown = true;

    private RecordFields() {}

    /** Of a line: a comma comes first, and what closes the object does not come. */
    static RecordFields ofLine(JsonScanner scanner) {
        RecordFields fields = new RecordFields();
        while (!scanner.isAtEnd()) {
            scanner.enter(',');
            String name = scanner.name();
            if (name.equals("was") && fields.isKnown) {
                fields.readWas(scanner);
            } else {
                fields.read(name, scanner);
            }
        }
        return fields;
    }

    private void readWas(JsonScanner scanner) {
        if (type != null && job != null) {
            was = RecordReader.was(scanner, job);
        } else {
            wasUnread = scanner.from(scanner.position());
            scanner.skip();
        }
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
        if (!isKnown && !name.equals("job")) {
            // What this version calls by the same name may be something else there.
            scanner.skip();
            return;
        }
        switch (name) {
            case "type" -> {
                type = scanner.word();
                isKnown = RecordType.isKnown(type);
            }
            case "job" -> job = scanner.text();
            case "t" -> time = scanner.time();
            case "started" -> started = scanner.time();
            case "expiry" -> expiry = scanner.time();
            case "manifest" -> manifest = scanner.text();
            case "manifest_sha256" -> manifestHash = scanner.text();
            case "options" -> options = scanner.text();
            case "library" -> library = scanner.text();
            case "instance" -> instance = scanner.text();
            case "key" -> key = scanner.text();
            case "why" -> why = scanner.text();
            case "spec" -> spec = scanner.text();
            case "storage" -> storage = scanner.text();
            case "step" -> step = scanner.word();
            case "result" -> result = scanner.text();
            case "cause" -> cause = scanner.word();
            case "verdict" -> verdict = scanner.word();
            case "file" -> file = scanner.text();
            case "sha256" -> sha256 = scanner.text();
            case "outcome" -> outcome = scanner.word();
            case "reason" -> reason = scanner.text();
            case "operation" -> operation = scanner.text();
            case "code" -> code = scanner.text();
            case "limit" -> limit = scanner.number();
            case "price_micros" -> price = scanner.number();
            case "attempt" -> attempt = scanner.number();
            case "reserved_micros" -> reserved = scanner.number();
            case "size" -> size = scanner.number();
            case "duration_nanos" -> duration = scanner.number();
            case "cost_micros" -> cost = scanner.number();
            case "uris" -> uris = list(scanner);
            case "files" -> files = list(scanner);
            default -> scanner.skip();
        }
    }

    private static List<String> list(JsonScanner scanner) {
        List<String> texts = new ArrayList<>(1);
        scanner.enter('[');
        while (scanner.hasNext()) {
            texts.add(scanner.text());
        }
        return texts;
    }

    String job() {
        return required(job, "job");
    }

    Instant time() {
        return required(time, "t");
    }

    String step() {
        return required(step, "step");
    }

    int attempt() {
        return count(attempt, "attempt");
    }

    /** What was recorded of the job before; empty when the record does not say. */
    Optional<JobHistory> was() {
        return wasUnread == null ? Optional.ofNullable(was) : Optional.of(RecordReader.was(wasUnread, job()));
    }

    static int count(@Nullable Long number, String name) {
        long count = required(number, name);
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new UnexpectedException("the " + name + " " + count + " is none");
        }
        return (int) count;
    }

    static Optional<Usd> usd(@Nullable Long micros) {
        return micros == null ? Optional.empty() : Optional.of(amount(micros));
    }

    static Usd amount(long micros) {
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
