// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UsdTest {

    @ParameterizedTest
    @CsvSource({"0, $0.00, 0", "3.2, $3.20, 3200000", "0.034, $0.034, 34000", "0.000001, $0.000001, 1",
        "1e2, $100.00, 100000000", "1200, $1200.00, 1200000000"})
    void anAmountIsExactAndPrintedWithAtLeastTwoDecimals(String written, String printed, long micros) {
        assertThat(Usd.of(written)).isEqualTo(new Usd(micros)).hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0000001", "9223372036855", "1e400"})
    void anAmountThatIsNotExactIsRefused(String written) {
        assertThatThrownBy(() -> Usd.of(written)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void anAmountIsANumberAndNotNegative() {
        assertThatThrownBy(() -> Usd.of("free")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> Usd.of("-0.01")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sumsAreExactAndDifferencesEndAtNothing() {
        assertThat(Usd.of("0.1").plus(Usd.of("0.2"))).isEqualTo(Usd.of("0.3"));
        assertThat(Usd.of("0.3").minus(Usd.of("0.1"))).isEqualTo(Usd.of("0.2"));
        assertThat(Usd.of("0.1").minus(Usd.of("0.3"))).isEqualTo(Usd.ZERO);
        assertThat(Usd.of("0.4").times(8)).isEqualTo(Usd.of("3.2"));
    }

    @Test
    void anOverflowIsAnErrorAndNoCheapVideo() {
        Usd much = new Usd(Long.MAX_VALUE);

        assertThatThrownBy(() -> much.plus(much)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> much.times(2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> much.forMillis(2000)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void millisecondsAreRoundedUpToAMillionth() {
        assertThat(Usd.of("0.40").forMillis(8000)).isEqualTo(Usd.of("3.2"));
        assertThat(new Usd(1).forMillis(1)).isEqualTo(new Usd(1));
        assertThat(new Usd(1).forMillis(0)).isEqualTo(Usd.ZERO);
    }

    @Test
    void amountsAreOrdered() {
        assertThat(Usd.of("0.1")).isLessThan(Usd.of("0.10001"));
    }
}
