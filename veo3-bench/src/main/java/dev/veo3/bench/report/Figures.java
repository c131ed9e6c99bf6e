// SPDX-License-Identifier: Apache-2.0
package dev.veo3.bench.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The figures of one run of JMH, as its JSON file ({@code -rf json}) has them.
 *
 * @param all     the figures, in the order of the file
 * @param machine the JDK and the number of forks of the run, for a person
 * @param forks   the lowest number of forks that a figure has
 */
public record Figures(List<Figure> all, String machine, int forks) {

    /** Copies the list. */
    public Figures {
        all = List.copyOf(all);
    }

    /** Reads a file. Throws IllegalArgumentException with a sentence if it is not what JMH writes. */
    public static Figures read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + " is no file. JMH writes one with -rf json -rff <file>.");
        }
        JsonNode runs;
        try {
            runs = new JsonMapper().readTree(file);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + " is not JSON. JMH writes it with -rf json -rff <file>.", e);
        }
        if (!runs.isArray() || runs.isEmpty()) {
            throw new IllegalArgumentException(file + " has no figures of JMH, which are an array that is not empty.");
        }
        List<Figure> figures = new ArrayList<>();
        int forks = Integer.MAX_VALUE;
        for (JsonNode run : runs) {
            figures.add(figure(run, file));
            forks = Math.min(forks, run.path("forks").asInt(0));
        }
        JsonNode first = runs.get(0);
        return new Figures(figures, first.path("vmName").asString("an unknown JVM") + " "
                + first.path("jdkVersion").asString("?"), forks);
    }

    private static Figure figure(JsonNode run, Path file) {
        String benchmark = run.path("benchmark").asString("");
        JsonNode metric = run.path("primaryMetric");
        int method = benchmark.lastIndexOf('.');
        if (method < 1 || !metric.path("score").isNumber()) {
            throw new IllegalArgumentException(file + " has an entry without benchmark and score: it is not JMH's.");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        run.path("params").properties()
                .forEach(parameter -> parameters.put(parameter.getKey(), parameter.getValue().asString("")));
        double score = metric.path("score").asDouble();
        JsonNode interval = metric.path("scoreConfidence");
        // JMH writes "NaN" as a text where there are too few values for an interval.
        double low = interval.path(0).isNumber() ? interval.path(0).asDouble() : score;
        double high = interval.path(1).isNumber() ? interval.path(1).asDouble() : score;
        return new Figure(benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1, method),
                benchmark.substring(method + 1), parameters, score, low, high,
                metric.path("scoreUnit").asString(""), secondary(run, "gc.alloc.rate.norm"),
                secondary(run, HeapAfterCollection.LABEL));
    }

    private static OptionalDouble secondary(JsonNode run, String suffix) {
        return run.path("secondaryMetrics").properties().stream()
                .filter(metric -> metric.getKey().endsWith(suffix) && metric.getValue().path("score").isNumber())
                .mapToDouble(metric -> metric.getValue().path("score").asDouble()).findFirst();
    }

    /**
     * The figure of that method whose parameters include these, name and value in turn; empty if it was not measured.
     */
    public Optional<Figure> find(String type, String method, String... parameters) {
        return all.stream().filter(figure -> figure.type().equals(type) && figure.method().equals(method)
                && hasAll(figure, parameters)).findFirst();
    }

    private static boolean hasAll(Figure figure, String... parameters) {
        for (int i = 0; i < parameters.length; i += 2) {
            if (!parameters[i + 1].equals(figure.parameters().get(parameters[i]))) {
                return false;
            }
        }
        return true;
    }
}
