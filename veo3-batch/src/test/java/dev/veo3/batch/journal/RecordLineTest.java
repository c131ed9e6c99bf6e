// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.Downloaded;
import dev.veo3.batch.journal.JournalRecord.Ended;
import dev.veo3.batch.journal.JournalRecord.Generated;
import dev.veo3.batch.journal.JournalRecord.JobRecord;
import dev.veo3.batch.journal.JournalRecord.Paused;
import dev.veo3.batch.journal.JournalRecord.Rejected.Cause;
import dev.veo3.batch.journal.JournalRecord.Submitting;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import dev.veo3.batch.journal.RecordReader.Said;
import dev.veo3.model.Usd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import static dev.veo3.batch.journal.Records.NOW;
import static org.assertj.core.api.Assertions.assertThat;

/** A record is read as it was written, and what is written is JSON. */
class RecordLineTest {

    private static JsonLine line(JournalRecord record, JobHistory before) {
        return switch (record) {
            case JournalRecord.BatchRecord b -> RecordWriter.write(b);
            case JobRecord j -> RecordWriter.write(j, before);
        };
    }

    private static String text(JsonLine line) {
        return new String(line.bytes(), 0, line.size(), StandardCharsets.UTF_8);
    }

    private static Said.Known read(JsonLine line) {
        return (Said.Known) RecordReader.read(line.bytes(), 0, line.size());
    }

    static Stream<JournalRecord> records() {
        return Stream.concat(Records.life("a").stream(), Stream.of(Records.opened("run"), new Paused(NOW, ""),
                new JournalRecord.Resumed(NOW), new JournalRecord.LimitLearned(NOW, "p/m", 0),
                new JournalRecord.Admitted("a", NOW, "1:x", Optional.empty()),
                new Submitting("a", NOW, "upscale", 7, Usd.ZERO, Optional.of("gs://b/a/a7/")),
                Records.rejected("a", 1, Cause.REFUSED), Records.rejected("a", 1, Cause.NOT_SENT),
                Records.rejected("a", 1, Cause.QUOTA), Records.ambiguous("a", 2),
                Records.resolved("a", 1, new Verdict.Adopted("op")), Records.resolved("a", 1, new Verdict.Absent()),
                Records.resolved("a", 1, new Verdict.ByHand("Ann says so")),
                new Generated("a", NOW, List.of(), Optional.empty()),
                new Generated("a", NOW, List.of("gs://1", "gs://2"), Optional.empty()),
                new Downloaded("a", NOW, Path.of("/videos/\u00e9 \u4e2d.mp4"), Long.MAX_VALUE, ""),
                new Ended("a", Instant.EPOCH, "partly_filtered", Optional.of("why"),
                        List.of(Path.of("1"), Path.of("2")),
                        Optional.empty(), Instant.parse("9999-12-31T23:59:59.999999999Z"), Duration.ofNanos(1),
                        Usd.ZERO,
                        0)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordIsReadAsItWasWritten(JournalRecord record) {
        JsonLine line = line(record, JobHistory.none("a"));

        assertThat(read(line).record()).isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("records")
    void aLineIsJsonOnOneLine(JournalRecord record) {
        String text = text(line(record, JobHistory.none("a")));

        assertThat(text).startsWith(",\"t\":\"").doesNotContain("\n");
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), "{\"v\":1" + text + "}")) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            json.skipChildren();
            assertThat(json.nextToken()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "\\", "a\\\"b", "\n\r\t\b\f\u0000\u001f\u007f", "\u00e9\u07ff\u0800\uffff",
        "\ud83c\udfac", "\ud83c", "\udfac", "\ud83c\ud83c\udfac\udfac", "{}[],:", "submit", "\u2028</script>"})
    void everyTextIsReadAsItWasWritten(String text) {
        Paused record = new Paused(NOW, text);
        JournalRecord.Submitted job = new JournalRecord.Submitted(text, NOW, text, 1, text);

        assertThat(read(RecordWriter.write(record)).record()).isEqualTo(record);
        assertThat(read(RecordWriter.write(job, JobHistory.none(text))).record()).isEqualTo(job);
    }

    @Test
    void everyCharacterIsReadAsItWasWritten() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            all.append((char) c);
        }
        Paused record = new Paused(NOW, all.toString());

        assertThat(read(RecordWriter.write(record)).record()).isEqualTo(record);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "1969-12-31T23:59:59.000000001Z", "2024-02-29T23:59:59.5Z",
        "0000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "+12345-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z",
        "2026-11-24T10:00:00.123Z"})
    void everyTimeIsReadAsItWasWritten(String time) {
        Paused record = new Paused(Instant.parse(time), "");

        assertThat(read(RecordWriter.write(record)).record()).isEqualTo(record);
    }

    @Test
    void aTimeIsWrittenAsPeopleReadIt() {
        assertThat(text(RecordWriter.write(new Paused(NOW, "x"))))
                .isEqualTo(",\"t\":\"2026-11-24T10:00:00.123456789Z\",\"type\":\"paused\",\"why\":\"x\"");
    }

    @Test
    void theLineOfAnEndTellsEverythingThatWasRecordedBefore() {
        Submitting upscale = new Submitting("a", NOW, "upscale", 1, Usd.ZERO, Optional.empty());
        JobHistory before = JobHistory.none("a").then(Records.admitted("a")).then(Records.submitting("a", 2))
                .then(Records.submitted("a", 2)).then(Records.submitted("a", 1)).then(upscale)
                .then(Records.generated("a")).then(Records.downloaded("a"));
        Ended end = Records.succeeded("a", 2);

        Said.Known known = read(RecordWriter.write(end, before));

        assertThat(known.record()).isEqualTo(end);
        assertThat(known.was()).contains(before);
        assertThat(before.extras()).hasSize(1);
        assertThat(before.steps()).hasSize(2);
    }

    @Test
    void aDurationThatIsTooLongForItsFieldIsCutShort() {
        Ended end = new Ended("a", NOW, "failed", Optional.empty(), List.of(), Optional.empty(), NOW,
                Duration.ofSeconds(Long.MAX_VALUE), Usd.ZERO, 1);

        Ended read = (Ended) read(RecordWriter.write(end, JobHistory.none("a"))).record();

        assertThat(read.duration()).isGreaterThan(Duration.ofDays(100_000));
    }
}
