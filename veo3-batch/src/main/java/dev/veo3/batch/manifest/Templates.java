package dev.veo3.batch.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the prompt of a job from its {@code template:}: a text with variables, or where the manifest names a library of templates, the
 * name of one. Immutable.
 */
final class Templates {
    private static final long LARGEST = 16L << 20;

    private final Map<String, String> library;

    private Templates(Map<String, String> library) {
        this.library = library;
    }

    /** Without a library: what is written is the text. */
    static Templates inline() {
        return new Templates(Map.of());
    }

    /**
     * The library that is named; what is wrong with it has been reported.
     *
     * @param directory of the manifest, where files are looked for first
     */
    static Templates library(Value file, Optional<Path> directory, Findings findings) {
        Map<String, String> prompts = new LinkedHashMap<>();
        if (!(file instanceof Value.Scalar scalar)) {
            findings.report(file.position(), "\"templates\" is " + file.describe(), "Write the path of a file");
            return new Templates(prompts);
        }
        String subject = "the templates \"" + scalar.text() + "\" ";
        try {
            Path path = directory.map(beside -> beside.resolve(scalar.text())).filter(Files::exists)
                    .orElse(Path.of(scalar.text()));
            if (Files.size(path) > LARGEST) {
                findings.report(file.position(), subject + "are larger than " + LARGEST + " bytes", "Split them");
            } else if (!read(Files.readString(path), prompts)) {
                findings.report(file.position(), subject + "have an entry without a name or a prompt",
                        "Give each one both");
            }
        } catch (UnreadableException e) {
            findings.report(file.position(), subject + "cannot be read at " + e.position().line() + ":"
                    + e.position().column() + ": " + e.getMessage(), "Correct them at this place");
        } catch (IOException e) {
            findings.report(file.position(), subject + "cannot be read: " + FileFault.why(Path.of(scalar.text()), e),
                    "Name a file that can be read");
        } catch (InvalidPathException e) {
            findings.report(file.position(), "\"" + scalar.text() + "\" is no path: " + e.getReason(), "Name a file");
        }
        return new Templates(prompts);
    }

    /** Whether every entry is a template. */
    private static boolean read(String text, Map<String, String> prompts) {
        Optional<Value> list = YamlReader.read(text, (position, message, remedy) -> {})
                .flatMap(root -> root instanceof Value.Mapping table ? table.get("templates") : Optional.empty());
        if (list.isEmpty() || !(list.get() instanceof Value.Sequence entries)) {
            return false;
        }
        for (Value entry : entries.items()) {
            if (!(entry instanceof Value.Mapping table)
                    || !(table.get("name").orElse(table) instanceof Value.Scalar name)
                    || !(table.get("prompt").orElse(table) instanceof Value.Scalar prompt)) {
                return false;
            }
            prompts.putIfAbsent(name.text(), prompt.text());
        }
        return true;
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
        Optional<String> known = Optional.ofNullable(library.get(written.text()));
        if (known.isEmpty()) {
            findings.report(written.position(), "there is no template \"" + written.text() + "\"",
                    NearestName.of(written.text(), library.keySet())
                            .map(name -> "Write \"" + name + "\" if that is meant")
                            .orElse("Name one of the library, or write a text with {{names}}"));
        }
        return known;
    }
}
