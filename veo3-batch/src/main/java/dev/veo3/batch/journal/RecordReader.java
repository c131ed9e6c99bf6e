// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobHistory.AttemptPrice;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.Downloaded;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.LimitLearned;
import dev.veo3.batch.journal.JournalRecord.Opened;
import dev.veo3.batch.journal.JournalRecord.Paused;
import dev.veo3.batch.journal.JournalRecord.Rejected;
import dev.veo3.batch.journal.JournalRecord.Resolved;
import dev.veo3.batch.journal.JournalRecord.Resumed;
import dev.veo3.batch.journal.JournalRecord.StepRecord;
import dev.veo3.batch.journal.JournalRecord.Submitted;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import dev.veo3.batch.journal.JsonScanner.UnexpectedException;
import dev.veo3.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

import static dev.veo3.batch.journal.RecordFields.required;

/**
 * Reads records from the fields of a line. A field that is not known is passed over, and so is a type that is not known: a later
 * version may have written it. A verdict or a cause that is not known is not: what it means decides whether something is paid
 * again.
 */
final class RecordReader {

    private RecordReader() {}

    /** What a line says. */
    sealed interface Said {

        /** A record; with a job's end, everything else that is recorded of the job may have come along. */
        record Known(JournalRecord record, Optional<JobHistory> was) implements Said {}

        /** A record of a type that is not known; with the job that it is about, if any. */
        record Unknown(Optional<String> job) implements Said {}
    }

    /**
     * Reads the fields between these places, the first of which has a comma in front.
     *
     * @throws UnexpectedException when they are not those of a record
     */
    static Said read(byte[] bytes, int start, int end) {
        RecordFields fields = RecordFields.ofLine(new JsonScanner(bytes, start, end));
        String type = required(fields.type, "type");
        Optional<JournalRecord> record = record(type, fields);
        if (record.isEmpty()) {
            return new Said.Unknown(Optional.ofNullable(fields.job));
        }
        return new Said.Known(record.get(), fields.was());
    }

    private static Optional<JournalRecord> record(String type, RecordFields fields) {
        Instant time = fields.time();
        return switch (type) {
            case RecordType.OPENED -> Optional.of(new Opened(time, required(fields.manifest, "manifest"),
                    required(fields.manifestHash, "manifest_sha256"), required(fields.options, "options"),
                    required(fields.library, "library"),
                    required(fields.instance, "instance")));
            case RecordType.LIMIT ->
                Optional.of(
                        new LimitLearned(time, required(fields.key, "key"), RecordFields.count(fields.limit, "limit")));
            case RecordType.PAUSED -> Optional.of(new Paused(time, required(fields.why, "why")));
            case RecordType.RESUMED -> Optional.of(new Resumed(time));
            default -> jobRecord(type, fields).map(record -> record);
        };
    }

    private static Optional<JobRecord> jobRecord(String type, RecordFields fields) {
        return switch (type) {
            case RecordType.ADMITTED ->
                Optional.of(new Admitted(fields.job(), fields.time(), required(fields.spec, "spec"),
                        RecordFields.usd(fields.price)));
            case RecordType.GENERATED ->
                Optional.of(new Generated(fields.job(), fields.time(), required(fields.uris, "uris"),
                        Optional.ofNullable(fields.expiry)));
            case RecordType.DOWNLOADED -> Optional.of(new Downloaded(fields.job(), fields.time(),
                    RecordFields.path(required(fields.file, "file")), required(fields.size, "size"),
                    required(fields.sha256, "sha256")));
            case RecordType.ENDED -> Optional.of(ended(fields));
            default -> stepRecord(type, fields).map(record -> record);
        };
    }

    private static Ended ended(RecordFields fields) {
        return new Ended(fields.job(), fields.time(), required(fields.outcome, "outcome"),
                Optional.ofNullable(fields.reason),
                required(fields.files, "files").stream().map(RecordFields::path).toList(),
                Optional.ofNullable(fields.operation),
                required(fields.started, "started"), Duration.ofNanos(required(fields.duration, "duration_nanos")),
                RecordFields.usd(fields.cost).orElse(Usd.ZERO), fields.attempt(), Optional.ofNullable(fields.code));
    }

    private static Optional<StepRecord> stepRecord(String type, RecordFields fields) {
        return switch (type) {
            case RecordType.SUBMITTING -> Optional.of(new Submitting(fields.job(), fields.time(), fields.step(),
                    fields.attempt(), RecordFields.usd(fields.reserved).orElse(Usd.ZERO),
                    Optional.ofNullable(fields.storage)));
            case RecordType.SUBMITTED -> Optional.of(new Submitted(fields.job(), fields.time(), fields.step(),
                    fields.attempt(), required(fields.result, "result")));
            case RecordType.REJECTED -> {
                String cause = required(fields.cause, "cause");
                yield Optional.of(new Rejected(fields.job(), fields.time(), fields.step(),
                        fields.attempt(),
                        RecordType.cause(cause).orElseThrow(() -> notKnown("cause", cause)),
                        required(fields.why, "why")));
            }
            case RecordType.AMBIGUOUS -> Optional.of(new Ambiguous(fields.job(), fields.time(), fields.step(),
                    fields.attempt(), required(fields.why, "why"), Optional.ofNullable(fields.storage)));
            case RecordType.RESOLVED -> Optional.of(new Resolved(fields.job(), fields.time(), fields.step(),
                    fields.attempt(), verdict(fields)));
            default -> Optional.empty();
        };
    }

    private static Verdict verdict(RecordFields fields) {
        String verdict = required(fields.verdict, "verdict");
        return switch (verdict) {
            case RecordType.ADOPTED -> new Verdict.Adopted(required(fields.result, "result"));
            case RecordType.ABSENT -> new Verdict.Absent();
            case RecordType.BY_HAND -> new Verdict.ByHand(required(fields.why, "why"));
            default -> throw notKnown("verdict", verdict);
        };
    }

    private static UnexpectedException notKnown(String field, String value) {
        return new UnexpectedException("the " + field + " \"" + value + "\" is not known");
    }

    /** What a record says was recorded of its job before. */
    static JobHistory was(JsonScanner scanner, String job) {
        Optional<String> spec = Optional.empty();
        Optional<Usd> price = Optional.empty();
        List<StepRecord> steps = List.of();
        List<StepRecord> extras = List.of();
        List<AttemptPrice> prices = List.of();
        List<Generated> generated = List.of();
        List<Downloaded> downloads = List.of();
        Duration retried = Duration.ZERO;
        scanner.enter('{');
        for (String name = scanner.field(); name != null; name = scanner.field()) {
            switch (name) {
                case "spec" -> spec = Optional.of(scanner.text());
                case "price_micros" -> price = Optional.of(RecordFields.amount(scanner.number()));
                case "steps" -> steps = records(scanner, job, StepRecord.class);
                case "prices" -> prices = prices(scanner, job);
                case "extras" -> extras = records(scanner, job, StepRecord.class);
                case "generated" -> generated = records(scanner, job, Generated.class);
                case "downloads" -> downloads = records(scanner, job, Downloaded.class);
                case "retried_nanos" -> retried = Duration.ofNanos(scanner.number());
                default -> scanner.skip();
            }
        }
        return new JobHistory(job, spec, price, steps, extras, generated.stream().findFirst(), downloads,
                Optional.empty(), prices, retried);
    }

    private static List<AttemptPrice> prices(JsonScanner scanner, String job) {
        List<AttemptPrice> prices = new ArrayList<>();
        scanner.enter('[');
        while (scanner.hasNext()) {
            RecordFields fields = RecordFields.ofObject(scanner, job);
            prices.add(new AttemptPrice(fields.step(), fields.attempt(),
                    RecordFields.amount(required(fields.price, "price_micros"))));
        }
        return prices;
    }

    private static <T extends JobRecord> List<T> records(JsonScanner scanner, String job, Class<T> kind) {
        List<T> records = new ArrayList<>();
        scanner.enter('[');
        while (scanner.hasNext()) {
            RecordFields fields = RecordFields.ofObject(scanner, job);
            @Nullable
            JobRecord record = jobRecord(required(fields.type, "type"), fields).orElse(null);
            if (kind.isInstance(record)) {
                records.add(kind.cast(record));
            }
        }
        return records;
    }
}
