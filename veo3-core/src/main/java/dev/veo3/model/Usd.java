// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of US dollars, exact to a millionth.
 *
 * @param micros millionths of a dollar, never negative
 * @since 1.0
 */
public record Usd(long micros) implements Comparable<Usd> {

    /** Nothing. */
    public static final Usd ZERO = new Usd(0);

    /** An amount that is not negative. */
    public Usd {
        if (micros < 0) {
            throw new IllegalArgumentException("An amount is not negative: " + micros);
        }
    }

    /**
     * The amount that is written like this, for example {@code 0.15}.
     *
     * @throws NumberFormatException when it is no number
     * @throws ArithmeticException when it has more than six decimals or is too large
     */
    public static Usd of(String dollars) {
        return new Usd(new BigDecimal(dollars).movePointRight(6).longValueExact());
    }

    /** The sum. */
    public Usd plus(Usd other) {
        return new Usd(Math.addExact(micros, other.micros));
    }

    /** The difference; never below zero. */
    public Usd minus(Usd other) {
        return new Usd(Math.max(0, micros - other.micros));
    }

    /** The amount so many times. */
    public Usd times(long factor) {
        return new Usd(Math.multiplyExact(micros, factor));
    }

    /** The price of so many milliseconds at this price a second, rounded up to a millionth. */
    public Usd forMillis(long millis) {
        return new Usd(Math.ceilDiv(Math.multiplyExact(micros, millis), 1000));
    }

    @Override
    public int compareTo(Usd other) {
        return Long.compare(micros, other.micros);
    }

    /** Dollars with at least two decimals, for example {@code $3.20} or {@code $0.034}. */
    @Override
    public String toString() {
        BigDecimal dollars = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        return "$" + dollars.setScale(Math.max(2, dollars.scale()), RoundingMode.UNNECESSARY).toPlainString();
    }
}
