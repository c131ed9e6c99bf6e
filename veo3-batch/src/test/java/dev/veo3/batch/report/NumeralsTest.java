// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import dev.veo3.model.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Figures are written as the classes write them that everybody knows. */
class NumeralsTest {
    private static final int MANY = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-11-24T10:00:00.1Z", "2026-11-24T23:59:59.000001Z",
        "1969-12-31T23:59:59.999999999Z", "0000-01-01T00:00:00Z", "-0001-12-31T23:59:59.5Z",
        "9999-12-31T23:59:59.999999999Z", "+10000-01-01T00:00:00Z", "-1000000000-01-01T00:00:00Z"})
    void aTimeIsWrittenAsAnInstantWritesItself(String time) {
        assertThat(new Numerals().time(Instant.parse(time))).isEqualTo(Instant.parse(time).toString());
    }

    @Test
    void timesNearEachOtherAndFarApartAreToo() {
        Random random = new Random(7);
        Numerals numerals = new Numerals();
        for (int i = 0; i < MANY; i++) {
            int nanos = random.nextInt(1_000_000_000);
            Instant time = Instant.ofEpochSecond(random.nextLong(random.nextBoolean() ? 200_000 : 400_000_000_000L),
                    i % 3 == 0 ? nanos : i % 3 == 1 ? nanos / 1_000 * 1_000 : nanos / 1_000_000 * 1_000_000);
            assertThat(numerals.time(time)).isEqualTo(time.toString());
        }
    }

    @Test
    void anAmountIsWrittenAsItWritesItselfWithoutItsSign() {
        Random random = new Random(8);
        for (int i = 0; i < MANY; i++) {
            Usd amount = new Usd(random.nextLong(1L << 1 + random.nextInt(62)));
            assertThat("$" + Numerals.dollars(amount)).isEqualTo(amount.toString());
            assertThat(Numerals.shortDollars(amount)).isEqualTo(plain(BigDecimal.valueOf(amount.micros(), 6)));
        }
        assertThat(Numerals.dollars(Usd.ZERO)).isEqualTo("0.00");
        assertThat(Numerals.shortDollars(Usd.ZERO)).isEqualTo("0");
    }

    @Test
    void secondsHaveNoMoreDecimalsThanTheyNeed() {
        assertThat(Numerals.seconds(Duration.ZERO)).isEqualTo("0");
        assertThat(Numerals.seconds(Duration.ofMillis(12_400))).isEqualTo("12.4");
        assertThat(Numerals.seconds(Duration.ofMillis(7))).isEqualTo("0.007");
        assertThat(Numerals.seconds(Duration.ofSeconds(3_600))).isEqualTo("3600");
        assertThat(Numerals.seconds(Duration.ofMillis(-50))).isEqualTo("-0.05");
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
