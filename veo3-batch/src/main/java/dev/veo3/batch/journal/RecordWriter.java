// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JobHistory.AttemptPrice;
import dev.veo3.batch.journal.JournalRecord.Admitted;
import dev.veo3.batch.journal.JournalRecord.Ambiguous;
import dev.veo3.batch.journal.JournalRecord.BatchRecord;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Writes records as the fields of a line. {@link RecordReader} reads them. */
final class RecordWriter {
    private static final int USUAL_LENGTH = 512;

    private static final byte[] TIME = JsonLine.name("t");
    private static final byte[] TYPE = JsonLine.name("type");
    private static final byte[] JOB = JsonLine.name("job");
    private static final byte[] MANIFEST = JsonLine.name("manifest");
    private static final byte[] MANIFEST_HASH = JsonLine.name("manifest_sha256");
    private static final byte[] OPTIONS = JsonLine.name("options");
    private static final byte[] LIBRARY = JsonLine.name("library");
    private static final byte[] INSTANCE = JsonLine.name("instance");
    private static final byte[] KEY = JsonLine.name("key");
    private static final byte[] LIMIT = JsonLine.name("limit");
    private static final byte[] WHY = JsonLine.name("why");
    private static final byte[] SPEC = JsonLine.name("spec");
    private static final byte[] PRICE = JsonLine.name("price_micros");
    private static final byte[] STEP = JsonLine.name("step");
    private static final byte[] ATTEMPT = JsonLine.name("attempt");
    private static final byte[] RESERVED = JsonLine.name("reserved_micros");
    private static final byte[] STORAGE = JsonLine.name("storage");
    private static final byte[] RESULT = JsonLine.name("result");
    private static final byte[] CAUSE = JsonLine.name("cause");
    private static final byte[] VERDICT = JsonLine.name("verdict");
    private static final byte[] URIS = JsonLine.name("uris");
    private static final byte[] EXPIRY = JsonLine.name("expiry");
    private static final byte[] FILE = JsonLine.name("file");
    private static final byte[] SIZE = JsonLine.name("size");
    private static final byte[] SHA256 = JsonLine.name("sha256");
    private static final byte[] OUTCOME = JsonLine.name("outcome");
    private static final byte[] RETRIED = JsonLine.name("retried_nanos");
    private static final byte[] WAS = JsonLine.name("was");
    private static final byte[] STEPS = JsonLine.name("steps");
    private static final byte[] EXTRAS = JsonLine.name("extras");
    private static final byte[] PRICES = JsonLine.name("prices");
    private static final byte[] GENERATED = JsonLine.name("generated");
    private static final byte[] DOWNLOADS = JsonLine.name("downloads");
    private static final byte[] REASON = JsonLine.name("reason");
    private static final byte[] FILES = JsonLine.name("files");
    private static final byte[] OPERATION = JsonLine.name("operation");
    private static final byte[] STARTED = JsonLine.name("started");
    private static final byte[] DURATION = JsonLine.name("duration_nanos");
    private static final byte[] CODE = JsonLine.name("code");
    private static final byte[] COST = JsonLine.name("cost_micros");

    private final JsonLine line;

    private RecordWriter(int capacity) {
        line = new JsonLine(capacity);
    }

    /** The fields of a record about the batch. */
    static JsonLine write(BatchRecord record) {
        RecordWriter writer = new RecordWriter(USUAL_LENGTH);
        switch (record) {
            case Opened r -> writer.begin(r.time(), RecordType.OPENED).field(MANIFEST, r.manifest())
                    .field(MANIFEST_HASH, r.manifestHash()).field(OPTIONS, r.optionsHash()).field(LIBRARY, r.library())
                    .field(INSTANCE, r.instance());
            case LimitLearned r ->
                writer.begin(r.time(), RecordType.LIMIT).field(KEY, r.key()).field(LIMIT, r.limit());
            case Paused r -> writer.begin(r.time(), RecordType.PAUSED).field(WHY, r.why());
            case Resumed r -> writer.begin(r.time(), RecordType.RESUMED);
        }
        return writer.line;
    }

    /**
     * The fields of a record about a job. The line of a job's end tells everything about it, so that no other line of the job is
     * needed any more.
     *
     * @param before what was recorded of the job before
     */
    static JsonLine write(JobRecord record, JobHistory before) {
        RecordWriter writer = new RecordWriter(record instanceof Ended ? 2 * USUAL_LENGTH : USUAL_LENGTH);
        writer.begin(record.time(), type(record)).field(JOB, record.job());
        writer.fields(record);
        if (record instanceof Ended) {
            writer.was(before);
        }
        return writer.line;
    }

    private JsonLine begin(Instant time, String type) {
        return line.field(TIME, time).field(TYPE, type);
    }

    private static String type(JobRecord record) {
        return switch (record) {
            case Admitted r -> RecordType.ADMITTED;
            case Submitting r -> RecordType.SUBMITTING;
            case Submitted r -> RecordType.SUBMITTED;
            case Rejected r -> RecordType.REJECTED;
            case Ambiguous r -> RecordType.AMBIGUOUS;
            case Resolved r -> RecordType.RESOLVED;
            case Generated r -> RecordType.GENERATED;
            case Downloaded r -> RecordType.DOWNLOADED;
            case Ended r -> RecordType.ENDED;
        };
    }

    /** What a record says besides its time, its type and its job. */
    private void fields(JobRecord record) {
        if (record instanceof StepRecord r) {
            line.field(STEP, r.step()).field(ATTEMPT, r.attempt());
        }
        switch (record) {
            case Admitted r -> {
                line.field(SPEC, r.specHash());
                r.price().ifPresent(price -> line.field(PRICE, price.micros()));
            }
            case Submitting r -> line.field(RESERVED, r.reserved().micros()).field(STORAGE, r.storagePrefix());
            case Submitted r -> line.field(RESULT, r.result());
            case Rejected r -> line.field(CAUSE, RecordType.of(r.cause())).field(WHY, r.why());
            case Ambiguous r -> line.field(WHY, r.why()).field(STORAGE, r.storagePrefix());
            case Resolved r -> verdict(r.verdict());
            case Generated r -> {
                list(URIS, r.uris());
                r.expiry().ifPresent(expiry -> line.field(EXPIRY, expiry));
            }
            case Downloaded r ->
                line.field(FILE, r.file().toString()).field(SIZE, r.size()).field(SHA256, r.sha256());
            case Ended r -> {
                line.field(OUTCOME, r.outcome()).field(REASON, r.reason());
                list(FILES, r.files().stream().map(Path::toString).toList());
                line.field(OPERATION, r.operation()).field(STARTED, r.started()).field(DURATION, nanos(r.duration()))
                        .field(COST, r.cost().micros()).field(ATTEMPT, r.attempt()).field(CODE, r.code());
            }
        }
    }

    private void verdict(Verdict verdict) {
        switch (verdict) {
            case Verdict.Adopted(String result) -> line.field(VERDICT, RecordType.ADOPTED).field(RESULT, result);
            case Verdict.Absent() -> line.field(VERDICT, RecordType.ABSENT);
            case Verdict.ByHand(String why) -> line.field(VERDICT, RecordType.BY_HAND).field(WHY, why);
        }
    }

    private void was(JobHistory history) {
        line.open(WAS, '{').field(SPEC, history.specHash());
        history.price().ifPresent(price -> line.field(PRICE, price.micros()));
        records(STEPS, history.steps());
        records(EXTRAS, history.extras());
        prices(history.prices());
        records(GENERATED, history.generated().stream().toList());
        records(DOWNLOADS, history.downloads());
        if (history.retried().isPositive()) {
            line.field(RETRIED, nanos(history.retried()));
        }
        line.close('}');
    }

    private void records(byte[] name, List<? extends JobRecord> records) {
        if (!records.isEmpty()) {
            line.open(name, '[');
            for (JobRecord record : records) {
                line.openItem();
                begin(record.time(), type(record));
                fields(record);
                line.close('}');
            }
            line.close(']');
        }
    }

    private void prices(List<AttemptPrice> prices) {
        if (!prices.isEmpty()) {
            line.open(PRICES, '[');
            for (AttemptPrice price : prices) {
                line.openItem();
                line.field(STEP, price.step()).field(ATTEMPT, price.attempt()).field(PRICE, price.price().micros());
                line.close('}');
            }
            line.close(']');
        }
    }

    private void list(byte[] name, List<String> values) {
        line.open(name, '[');
        values.forEach(line::item);
        line.close(']');
    }

    // A figure that is too large must not keep the rest from being written.
    private static long nanos(Duration duration) {
        long seconds = Math.clamp(duration.getSeconds(), 0, Long.MAX_VALUE / 1_000_000_000 - 1);
        return seconds * 1_000_000_000 + duration.getNano();
    }
}
