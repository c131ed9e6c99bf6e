package dev.veo3.batch.manifest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the prompt of a job from its {@code template:}. Immutable. */
final class Templates {

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
        Optional<String> text = new Filling(variables, findings).text(scalar.text(), scalar.position());
        // What cannot be filled has been reported; that a prompt is missing need not be reported too.
        filled.put("prompt", new Value.Scalar(text.orElse(scalar.text()), Value.Kind.TEXT, scalar.position()));
        fields.put("options", new Value.Mapping(filled, options == null ? scalar.position() : options.position()));
    }
}
