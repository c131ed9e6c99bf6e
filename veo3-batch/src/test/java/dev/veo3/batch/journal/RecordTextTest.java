// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.journal;

import dev.veo3.batch.journal.JournalRecord.Rejected.Cause;
import dev.veo3.batch.journal.JournalRecord.Verdict;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.veo3.batch.journal.Records.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordTextTest {

    static Stream<JournalRecord> records() {
        return Stream.concat(Records.life("a \"job\" \n \u00e9 \ud83c\udfac").stream(),
                Stream.of(Records.opened("first"), new JournalRecord.LimitLearned(NOW, "p/m", 4),
                        new JournalRecord.Paused(NOW, "lunch \u0000"), new JournalRecord.Resumed(NOW),
                        Records.rejected("a", 1, Cause.QUOTA), Records.ambiguous("a", 2),
                        Records.resolved("a", 2, new Verdict.Adopted("operations/1")),
                        Records.resolved("a", 2, new Verdict.Absent()),
                        Records.resolved("a", 2, new Verdict.ByHand("a person says so"))));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordIsReadFromItsText(JournalRecord record) {
        String text = RecordText.write(record);

        assertThat(text).startsWith("{\"t\":").endsWith("}").doesNotContain("\n", "\u0000");
        assertThat(RecordText.read(text)).contains(record);
    }

    @Test
    void aRecordOfALaterVersionIsPassedOver() {
        assertThat(RecordText.read("{\"t\":\"2026-11-24T10:00:00.000000000Z\",\"type\":\"dreamt\",\"job\":\"a\"}"))
                .isEmpty();
    }

    @Test
    void whatIsNoRecordIsSaidSo() {
        assertThatThrownBy(() -> RecordText.read("nonsense")).isInstanceOf(JournalException.class)
                .hasMessageContaining("nonsense");
        assertThatThrownBy(() -> RecordText.read("{\"t\":1}")).isInstanceOf(JournalException.class);
    }
}
