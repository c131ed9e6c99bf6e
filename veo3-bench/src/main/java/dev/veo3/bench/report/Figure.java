// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What JMH has measured for one method with one set of parameters.
 *
 * @param type       the simple name of the benchmark's class
 * @param method     its method
 * @param parameters the parameters, by name
 * @param score      the mean, in {@code unit}
 * @param low        the lower end of the confidence interval (99.9 %), in {@code unit}; equal to the mean if there is none
 * @param high       its upper end
 * @param unit       as JMH writes it, {@code ns/op} for instance
 * @param bytes      how many bytes an operation has allocated, if that was measured
 * @param heap       how many MB the heap held after a collection, if that was measured
 */
public record Figure(String type, String method, Map<String, String> parameters, double score, double low, double high,
        String unit, OptionalDouble bytes, OptionalDouble heap) {

    /** Sorts and copies the parameters. */
    public Figure {
        parameters = new TreeMap<>(parameters);
    }

    /** Class, method and parameters, by which the same figure of another run is found. */
    public String name() {
        return type + "." + method + parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining(", ", " (", ")")).replace(" ()", "");
    }

    /** How many nanoseconds an operation takes. Throws IllegalStateException if neither a time nor a rate was measured. */
    public double nanos() {
        return switch (unit) {
            case "ns/op" -> score;
            case "us/op" -> score * 1e3;
            case "ms/op" -> score * 1e6;
            case "s/op" -> score * 1e9;
            case "ops/s" -> 1e9 / score;
            default -> throw new IllegalStateException(name() + " is measured in " + unit + " and is no time");
        };
    }

    /** Half the confidence interval, as a share of the mean. */
    public double error() {
        return score == 0 ? 0 : (high - low) / 2 / score;
    }
}
