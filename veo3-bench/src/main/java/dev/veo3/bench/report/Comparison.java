// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Two runs of the same benchmarks, as a table. */
public final class Comparison {

    private Comparison() {}

    /**
     * For each figure that both runs have: old, new, and new over old with the interval that the two confidence intervals allow.
     * Where that interval holds 1, nothing can be said.
     */
    public static String table(Figures before, Figures after) {
        Map<String, Figure> old = before.all().stream()
                .collect(Collectors.toMap(Figure::name, Function.identity(), (first, second) -> first));
        Map<String, Figure> both = new TreeMap<>();
        after.all().stream().filter(figure -> old.containsKey(figure.name()))
                .forEach(figure -> both.put(figure.name(), figure));
        if (both.isEmpty()) {
            throw new IllegalArgumentException("The two files have no benchmark in common.");
        }
        StringBuilder table = new StringBuilder("| benchmark | old | new | new / old | |\n|---|--:|--:|--:|---|\n");
        both.forEach((name, figure) -> table.append(row(old.getOrDefault(name, figure), figure)));
        missing(table, "Only in the old run", old.keySet().stream().filter(name -> !both.containsKey(name)).toList());
        missing(table, "Only in the new run", after.all().stream().map(Figure::name)
                .filter(name -> !both.containsKey(name)).toList());
        return table.toString();
    }

    private static String row(Figure before, Figure after) {
        if (!before.unit().equals(after.unit())) {
            return "| %s | %.3f %s | %.3f %s | | other units |\n".formatted(after.name(), before.score(), before.unit(),
                    after.score(), after.unit());
        }
        double low = before.high() > 0 ? Math.max(0, after.low()) / before.high() : Double.NaN;
        double high = before.low() > 0 ? after.high() / before.low() : Double.POSITIVE_INFINITY;
        return String.format(Locale.ROOT, "| %s | %.3f %s | %.3f %s | %.2f [%.2f, %.2f] | %s |%n", after.name(),
                before.score(), before.unit(), after.score(), after.unit(), after.score() / before.score(), low, high,
                verdict(after.unit(), low, high));
    }

    /** More is worse for a time, and better for a rate. */
    private static String verdict(String unit, double low, double high) {
        if (low <= 1 && high >= 1) {
            return "no difference shown";
        }
        boolean time = unit.endsWith("/op");
        return (low > 1) == time ? "worse" : "better";
    }

    private static void missing(StringBuilder table, String head, List<String> names) {
        if (!names.isEmpty()) {
            table.append('\n').append(head).append(": ").append(String.join("; ", names)).append(".\n");
        }
    }
}
