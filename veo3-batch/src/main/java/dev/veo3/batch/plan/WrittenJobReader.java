// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.JobKeys;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.manifest.JobType;
import dev.veo3.batch.manifest.NearestName;
import dev.veo3.batch.manifest.Value;
import dev.veo3.model.Feature;
import dev.veo3.model.ModelFamily;
import dev.veo3.model.ModelId;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns one job of a manifest file into a typed request; everything that is wrong with it becomes a problem at its place. */
final class WrittenJobReader {
    private static final Map<JobType, Options> OPTIONS = Arrays.stream(JobType.values())
            .collect(Collectors.toUnmodifiableMap(type -> type, Options::of));
    /** The inputs of all types that are one word each. */
    private static final List<String> WORDS = JobKeys.INPUTS.stream()
            .filter(option -> !JobType.LISTS.contains(option)).sorted().toList();

    private final Value.Mapping fields;
    private final Places places;
    private final Inputs inputs;
    private final KnownSettings known;
    private final Problems problems;
    private final Optional<String> id;
    private final Value.Mapping options;
    private final Optional<ModelId> model;

    WrittenJobReader(JobSpec.Written job, Inputs inputs, KnownSettings known, Problems problems) {
        this.fields = job.fields();
        this.places = Places.of(fields);
        this.inputs = inputs;
        this.known = known;
        this.problems = problems;
        this.id = text(fields, "id", Optional.empty());
        Value.Mapping written = options();
        this.model = model(written);
        this.options = fitting(written, job.defaulted());
    }

    /**
     * What could be read of the job.
     *
     * @param feature the kind of request; empty when the type is wrong
     * @param model empty when its name is none
     * @param settings those that could be read
     * @param request empty when anything is wrong with it
     * @param writtenModel empty when none was written, and the library chose one
     * @param videoOf the job whose video it takes
     * @param output blank when there is none; empty when it is no scalar
     */
    record Parts(Optional<String> id, Optional<Feature> feature, Optional<ModelId> model, VideoSettings settings,
            Optional<VideoRequest> request, Optional<ModelId> writtenModel, Optional<String> videoOf, JobTerms terms,
            Optional<String> output) {}

    /**
     * The options of a type of job.
     *
     * @param known all of them
     * @param required in the order of the alphabet
     * @param words those of the inputs that are one word each, in the order of the alphabet
     */
    private record Options(Set<String> known, List<String> required, List<String> words) {

        static Options of(JobType type) {
            Set<String> known = Stream.of(JobKeys.SETTINGS, type.required(), type.optional()).flatMap(Set::stream)
                    .collect(Collectors.toUnmodifiableSet());
            return new Options(known, type.required().stream().sorted().toList(),
                    Stream.concat(type.required().stream(), type.optional().stream())
                            .filter(option -> !JobType.LISTS.contains(option)).sorted().toList());
        }

        static Options get(JobType type) {
            return Objects.requireNonNull(OPTIONS.get(type));
        }
    }

    Parts read() {
        if (fields.get("id").filter(value -> !isBlank(value)).isEmpty()) {
            problems.add(places.key("id"), id, "the job has no id", "Write one that no other job has");
        }
        unknownKeys();
        Optional<JobType> type = type();
        unknownOptions(type);
        boolean complete = type.isPresent() && missingOptions(type.get());
        SettingsReader reader = new SettingsReader(options, id, known, problems);
        VideoSettings settings = reader.read();
        // The options that are one word each; whatever else stands there is told once, here.
        type.map(is -> Options.get(is).words()).orElse(WORDS).forEach(this::words);
        WrittenRequest written = new WrittenRequest(options, model, places, inputs, problems, id);
        Optional<VideoRequest> inputsRead = type.flatMap(written::read);
        if (type.isEmpty()) {
            written.checkPictures();
        }
        Optional<VideoRequest> request = complete && model.isPresent() && !reader.isWrong()
                ? inputsRead.map(made -> made.withModel(model.get()).withSettings(settings))
                : Optional.empty();
        Optional<String> videoOf = type.map(written::videoOf).orElseGet(written::anyVideoOf);
        return new Parts(id, type.map(WrittenJobReader::feature), model, settings, request,
                words("model").flatMap(name -> model), videoOf, new TermsReader(fields, id, problems).read(),
                isWritten("output") ? text(fields, "output", id) : Optional.of(""));
    }

    private static Feature feature(JobType type) {
        return switch (type) {
            case GENERATE -> Feature.TEXT;
            case ANIMATE -> Feature.IMAGE;
            case INTERPOLATE -> Feature.INTERPOLATION;
            case REFERENCES -> Feature.REFERENCES;
            case EXTEND -> Feature.EXTENSION;
            case EDIT -> Feature.EDIT;
        };
    }

    /** The options without those of the defaults that the job cannot choose. */
    private Value.Mapping fitting(Value.Mapping written, Set<String> defaulted) {
        Optional<JobType> type = typeIn(fields);
        if (defaulted.isEmpty() || type.isEmpty()) {
            return written;
        }
        ModelFamily family = ModelFamily.of(model.orElseGet(this::standardModel));
        Set<String> taken = Options.get(type.get()).known();
        Predicate<String> fits = option -> !defaulted.contains(option)
                || (taken.contains(option) && type.get().chooses(option, family));
        if (written.entries().keySet().stream().allMatch(fits)) {
            return written;
        }
        Map<String, Value> fitting = new LinkedHashMap<>(written.entries());
        fitting.keySet().removeIf(fits.negate());
        return new Value.Mapping(fitting, written.position());
    }

    private static Optional<JobType> typeIn(Value.Mapping fields) {
        return fields.get("type").flatMap(
                value -> value instanceof Value.Scalar scalar ? JobType.of(scalar.text()) : Optional.empty());
    }

    private Optional<String> words(String option) {
        return text(options, option, id);
    }

    private Value.Mapping options() {
        Optional<Value> written = fields.get("options");
        if (written.isEmpty() || written.get() instanceof Value.Mapping) {
            return (Value.Mapping) written.orElseGet(() -> new Value.Mapping(Map.of(), fields.position()));
        }
        problems.add(written.get().position(), id, "\"options\" is " + written.get().describe(),
                "Write a table of keys, for example \"options: {prompt: ...}\"");
        return new Value.Mapping(Map.of(), fields.position());
    }

    /** A scalar's text; anything else is a problem. */
    private Optional<String> text(Value.Mapping table, String key, Optional<String> job) {
        Optional<Value> value = table.get(key);
        if (value.isPresent() && !(value.get() instanceof Value.Scalar)) {
            problems.add(value.get().position(), job, "\"" + key + "\" is " + value.get().describe(),
                    "Write one value");
        }
        return value
                .flatMap(found -> found instanceof Value.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty())
                .filter(written -> !written.isBlank() || !key.equals("id"));
    }

    private static boolean isBlank(Value value) {
        return value instanceof Value.Scalar scalar && scalar.text().isBlank();
    }

    private boolean isWritten(String key) {
        return fields.get(key).isPresent();
    }

    private void unknownKeys() {
        fields.entries().forEach((key, value) -> {
            if (!JobKeys.PLAIN.contains(key)) {
                boolean option = JobKeys.INPUTS.contains(key) || JobKeys.SETTINGS.contains(key);
                problems.add(value.position(), id, "a job has no key \"" + key + "\"",
                        option ? "Write it under \"options:\"" : NearestName.remedy(key, JobKeys.ALL));
            }
        });
    }

    private Optional<JobType> type() {
        Optional<String> written = text(fields, "type", id);
        Optional<JobType> type = written.flatMap(JobType::of);
        if (!isWritten("type")) {
            problems.add(places.job(), id, "the job has no type", "Write one of " + JobType.words());
        } else if (written.isPresent() && type.isEmpty()) {
            problems.add(places.key("type"), id, "there is no type \"" + written.get() + "\"",
                    "Write one of " + JobType.words());
        }
        return type;
    }

    /** Of a job whose type is wrong, the options that no type has. */
    private void unknownOptions(Optional<JobType> type) {
        Set<String> taken = type.map(is -> Options.get(is).known()).orElse(JobKeys.OPTIONS);
        String whose = type.map(is -> "a job of type \"" + is.word() + "\"").orElse("a job");
        options.entries().forEach((option, value) -> {
            if (!taken.contains(option)) {
                problems.add(value.position(), id,
                        whose + " has no option \"" + option + "\"",
                        NearestName.remedy(option, taken));
            }
        });
    }

    private boolean missingOptions(JobType type) {
        boolean complete = true;
        for (String option : Options.get(type).required()) {
            Optional<Value> value = options.get(option);
            if (value.filter(written -> !isBlank(written)).isEmpty()) {
                problems.add(places.key("options"), id,
                        "a job of type \"" + type.word() + "\" needs the option \"" + option + "\"",
                        "Write it under \"options:\"");
                complete = false;
            }
        }
        return complete;
    }

    private Optional<ModelId> model(Value.Mapping table) {
        Optional<String> written = text(table, "model", id);
        try {
            return Optional.of(written.map(ModelId::new).orElseGet(this::standardModel));
        } catch (IllegalArgumentException e) {
            problems.add(places.option("model"), id, String.valueOf(e.getMessage()), "Write for example "
                    + standardModel());
            return Optional.empty();
        }
    }

    /** Veo edits nothing today, whatever else it can do. */
    private ModelId standardModel() {
        return typeIn(fields).filter(JobType.EDIT::equals).isPresent()
                ? ModelId.OMNI_1_2
                : ModelId.standard(inputs.platform());
    }
}
