// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Works out what stands for something else in a job: {@code defaults:}, {@code template:}, {@code vars:}, {@code matrix:} and
 * {@code for_each:}. What comes out has only {@link JobKeys#PLAIN} keys, besides wrong ones. In a job that has variables every
 * text may name them, and {@code {{id}}}; an output of the defaults may name the id in any job.
 */
final class JobExpansion {
    /** More belong into a manifest that is read line by line. */
    private static final int MOST = 100_000;
    private static final String ID = "id";
    private static final String OUTPUT = "output";
    private static final String VARS = "vars";
    private static final String TEMPLATE = "template";
    private static final String MATRIX = "matrix";
    private static final String FOR_EACH = "for_each";
    private static final Set<String> WORKED_OUT = Set.of(VARS, TEMPLATE, MATRIX, FOR_EACH);

    private final String source;
    private final Defaults defaults;
    private final Templates templates;
    private final Tables tables;
    private int generated;

    JobExpansion(String source, Defaults defaults, Templates templates, Tables tables) {
        this.source = source;
        this.defaults = defaults;
        this.templates = templates;
        this.tables = tables;
    }

    /** The one job of a line: a line stands for no others. Thread-safe. */
    JobSpec single(Value.Mapping written, List<Problem> found) {
        List<Problem> problems = new ArrayList<>(found);
        Findings findings = findings(text(written, ID), problems);
        for (String key : List.of(MATRIX, FOR_EACH)) {
            written.get(key).ifPresent(value -> findings.report(value.position(),
                    "a line is one job, and \"" + key + "\" would make several of it",
                    "Write a line for each job, or a manifest in YAML"));
        }
        return spec(defaults.fill(written), defaults.given(written), Map.of(), problems);
    }

    /** Gives every job that a written one stands for. */
    void expand(Value.Mapping written, Consumer<JobSpec> take) {
        List<Problem> problems = new ArrayList<>();
        Value.Mapping job = defaults.fill(written);
        Set<String> defaulted = defaults.given(written);
        if (job.get(MATRIX).isEmpty() && job.get(FOR_EACH).isEmpty()) {
            take.accept(spec(job, defaulted, Map.of(), problems));
            return;
        }
        Findings findings = findings(text(job, ID), problems);
        Map<String, List<String>> matrix = Variables.matrix(job, findings);
        Optional<CsvTable> table = job.get(FOR_EACH).map(file -> tables.read(file, findings, problems));
        table.ifPresent(rows -> rows.names().stream().filter(matrix::containsKey).forEach(name -> findings
                .report(job.position(), "\"" + name + "\" is a column of the table and a variable of the matrix",
                        "Rename one of the two")));
        Combinations combinations = new Combinations(table.map(CsvTable::rows).orElse(List.of(Map.of())), matrix);
        if (problems.isEmpty() && generated + combinations.count() > MOST) {
            findings.report(job.position(), "the manifest stands for more than " + MOST + " jobs",
                    "Write a manifest of JSON Lines, one line for each job");
        }
        if (!problems.isEmpty()) {
            take.accept(new JobSpec.Unreadable(problems));
            return;
        }
        generated += (int) combinations.count();
        combinations.each(variables -> take.accept(spec(job, defaulted, variables, new ArrayList<>())));
    }

    private JobSpec spec(Value.Mapping job, Set<String> defaulted, Map<String, String> generatedFrom,
            List<Problem> problems) {
        Optional<Value> template = job.get(TEMPLATE);
        boolean hasVariables = !generatedFrom.isEmpty() || job.entries().containsKey(VARS);
        boolean hasCommonOutput = defaults.output().equals(job.entries().get(OUTPUT));
        if (!hasVariables && !hasCommonOutput && template.isEmpty()) {
            return new JobSpec.Written(job, defaulted, problems);
        }
        Map<String, Value> fields = new LinkedHashMap<>(job.entries());
        fields.keySet().removeAll(WORKED_OUT);
        Optional<String> written = text(job, ID);
        Map<String, String> variables = Variables.given(job, generatedFrom, findings(written, problems));
        variables.putAll(generatedFrom);
        Optional<String> id = id(job, written.orElse(""), generatedFrom, variables, problems);
        id.ifPresent(made -> fields.put(ID, new Value.Scalar(made, Value.Kind.TEXT, place(job, ID))));
        id.or(() -> written).ifPresent(known -> variables.putIfAbsent(ID, known));
        Findings findings = findings(id.or(() -> written), problems);
        Filling filling = new Filling(variables, findings);
        fields.replaceAll((key, value) -> (hasVariables && !key.equals(ID)) || (hasCommonOutput && key.equals(OUTPUT))
                ? filling.fill(value)
                : value);
        template.ifPresent(value -> templates.prompt(value, variables, fields, findings));
        return new JobSpec.Written(new Value.Mapping(fields, job.position()), defaulted, problems);
    }

    /** The id with its variables filled, or one that comes from the values; empty where it stays as it was written. */
    private Optional<String> id(Value.Mapping job, String written, Map<String, String> generatedFrom,
            Map<String, String> variables, List<Problem> problems) {
        if (written.contains("{{")) {
            return new Filling(variables, findings(Optional.of(written), problems)).text(written, place(job, ID));
        }
        if (generatedFrom.isEmpty()) {
            return Optional.empty();
        }
        String own = generatedFrom.get(ID);
        return Optional.of(GeneratedId.of(written, own == null ? generatedFrom.values() : List.of(own)));
    }

    private static SourcePosition place(Value.Mapping job, String key) {
        return job.get(key).map(Value::position).orElse(job.position());
    }

    private static Optional<String> text(Value.Mapping job, String key) {
        return job.get(key).flatMap(
                value -> value instanceof Value.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty());
    }

    private Findings findings(Optional<String> id, List<Problem> problems) {
        return (position, message, remedy) -> problems.add(new Problem(source, position, id, message, remedy));
    }
}
