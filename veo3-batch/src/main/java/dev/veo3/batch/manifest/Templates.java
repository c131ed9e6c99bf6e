// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import dev.veo3.prompt.LibraryProblem;
import dev.veo3.prompt.SavedTemplate;
import dev.veo3.prompt.TemplateLibrary;
import dev.veo3.prompt.TemplateLibraryException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes the prompt of a job from its {@code template:}: a text with variables, or where the manifest names a library of templates, the
 * name of one. Immutable.
 */
final class Templates {
    /** Prompts by name; empty when what is written is the text itself. */
    private final Optional<Map<String, String>> library;

    private Templates(Optional<Map<String, String>> library) {
        this.library = library;
    }

    /** Without a library: what is written is the text. */
    static Templates inline() {
        return new Templates(Optional.empty());
    }

    /**
     * The library that is named; what is wrong with it has been reported.
     *
     * @param directory of the manifest, where files are looked for first
     */
    static Templates library(Value file, Optional<Path> directory, Findings findings) {
        if (!(file instanceof Value.Scalar scalar)) {
            findings.report(file.position(), "\"templates\" is " + file.describe(), "Write the path of a file");
            return inline();
        }
        String subject = "the templates \"" + scalar.text() + "\" cannot be used: ";
        try {
            Path path = directory.map(beside -> beside.resolve(scalar.text())).filter(Files::exists)
                    .orElse(Path.of(scalar.text()));
            if (Files.exists(path)) {
                return new Templates(Optional.of(TemplateLibrary.at(path).list().stream()
                        .collect(Collectors.toMap(SavedTemplate::name, template -> template.prompt().text()))));
            }
            findings.report(file.position(), subject + "the file does not exist", "Name a file that can be read");
        } catch (TemplateLibraryException e) {
            e.problems().forEach(problem -> findings.report(file.position(),
                    subject + place(problem) + firstLine(problem.message()), firstLine(problem.remedy())));
        } catch (InvalidPathException e) {
            findings.report(file.position(), "\"" + scalar.text() + "\" is no path: " + e.getReason(), "Name a file");
        }
        return inline();
    }

    private static String place(LibraryProblem problem) {
        return problem.line() == 0 ? "" : "at " + problem.line() + ":" + problem.column() + ", ";
    }

    // A template's own error has the line and a caret below it, which have no place in a list of problems.
    private static String firstLine(String words) {
        return words.lines().findFirst().orElse("").replaceAll("\\.$", "");
    }

    /**
     * Puts the prompt into the options of a job.
     *
     * @param template what was written for it
     * @param fields of the job, which it changes
     */
    void prompt(Value template, Map<String, String> variables, Map<String, Value> fields, Findings findings) {
        if (!(template instanceof Value.Scalar scalar)) {
            findings.report(template.position(), "\"template\" is " + template.describe(),
                    "Write a text with {{names}}");
            return;
        }
        Value options = fields.get("options");
        if (options != null && !options.isNothing() && !(options instanceof Value.Mapping)) {
            return;
        }
        Map<String, Value> filled = new LinkedHashMap<>(options instanceof Value.Mapping written
                ? written.entries()
                : Map.of());
        Value prompt = filled.get("prompt");
        if (prompt != null && !prompt.isNothing()) {
            findings.report(prompt.position(), "the job has a prompt and a template", "Keep one of the two");
            return;
        }
        Optional<String> text = text(scalar, findings)
                .flatMap(found -> new Filling(variables, findings).text(found, scalar.position()));
        // What cannot be filled has been reported; that a prompt is missing need not be reported too.
        filled.put("prompt", new Value.Scalar(text.orElse(scalar.text()), Value.Kind.TEXT, scalar.position()));
        fields.put("options", new Value.Mapping(filled, options == null ? scalar.position() : options.position()));
    }

    /** The text of the template; empty when there is none of that name, which has been reported then. */
    private Optional<String> text(Value.Scalar written, Findings findings) {
        if (library.isEmpty() || written.text().contains("{{")) {
            return Optional.of(written.text());
        }
        Map<String, String> prompts = library.get();
        if (!prompts.containsKey(written.text())) {
            findings.report(written.position(), "there is no template \"" + written.text() + "\"",
                    NearestName.of(written.text(), prompts.keySet())
                            .map(name -> "Write \"" + name + "\" if that is meant")
                            .orElse("Name one of the library, or write a text with {{names}}"));
        }
        return Optional.ofNullable(prompts.get(written.text()));
    }
}
