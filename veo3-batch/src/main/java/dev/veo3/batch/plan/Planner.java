package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.manifest.SourcePosition;
import dev.veo3.model.Feature;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.video.RequestRules;
import dev.veo3.video.RuleViolation;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes one plan. */
final class Planner {
    private static final int MOST_SAMPLES = 4;

    private final BatchManifest manifest;
    private final PlanSettings settings;
    private final Problems problems;
    private final Inputs inputs;
    private final Outputs outputs;
    private final Path outputDirectory;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Job> jobs = new ArrayList<>();
    private int index;

    Planner(BatchManifest manifest, PlanSettings settings) {
        this.manifest = manifest;
        this.settings = settings;
        this.problems = new Problems(manifest.source(), manifest.problems());
        this.inputs = new Inputs(settings, manifest.file(), problems);
        this.outputDirectory = settings.outputDirectory().orElseGet(this::writtenOutputDirectory);
        this.outputs = new Outputs(outputDirectory, problems);
    }

    private Path writtenOutputDirectory() {
        try {
            return settings.workingDirectory().resolve(manifest.outputDirectory().orElse(""));
        } catch (InvalidPathException e) {
            problems.add(SourcePosition.NONE, Optional.empty(), "the output directory \"" + manifest.outputDirectory()
                    .orElse("") + "\" is no path: " + e.getReason(), "Name a directory");
            return settings.workingDirectory();
        }
    }

    BatchPlan plan() {
        atLeastOne(manifest.concurrency(), "concurrency");
        atLeastOne(manifest.batchSize(), "batch size");
        manifest.jobs().takeWhile(spec -> !problems.isFull()).forEach(spec -> {
            switch (spec) {
                case JobSpec.Written written -> written(written);
                case JobSpec.Built built -> built(built);
            }
            index++;
        });
        if (index == 0 && manifest.problems().isEmpty()) {
            problems.add(SourcePosition.NONE, Optional.empty(), "the manifest has no jobs", "Add at least one");
        }
        Set<Path> read = new HashSet<>(inputs.files());
        manifest.file().ifPresent(read::add);
        outputs.keep(read);
        if (!problems.all().isEmpty()) {
            throw new ManifestException(problems.all());
        }
        return new BatchPlan(manifest, settings, outputDirectory, jobs, problems.warnings());
    }

    private void atLeastOne(OptionalInt number, String what) {
        if (number.isPresent() && number.getAsInt() < 1) {
            problems.add(SourcePosition.NONE, Optional.empty(), "the " + what + " is " + number.getAsInt(),
                    "Give at least 1");
        }
    }

    private void written(JobSpec.Written written) {
        WrittenJobReader.Draft draft = new WrittenJobReader(written.fields(), inputs, problems).read();
        Places places = draft.places();
        draft.id().ifPresent(id -> unique(id, places));
        Optional<Path> output = output(draft.output(), draft.settings(), draft.id(), places);
        if (draft.feature().isEmpty() || draft.model().isEmpty()) {
            return;
        }
        Optional<Checked> checked = check(draft.id(), draft.feature().get(), draft.model().get(), draft.settings(),
                places);
        if (checked.isPresent() && draft.request().isPresent() && output.isPresent() && draft.id().isPresent()) {
            job(draft.id().get(), draft.request().get(), checked.get(), output.get());
        }
    }

    private void built(JobSpec.Built built) {
        Places places = Places.none();
        Optional<String> id = Optional.of(built.id()).filter(name -> !name.isBlank());
        if (id.isEmpty()) {
            problems.add(SourcePosition.NONE, id, "job number " + (index + 1) + " has no id",
                    "Give it one that no other job has");
        }
        id.ifPresent(name -> unique(name, places));
        inputs.check(built.request(), places, id);
        VideoRequest request = built.request();
        Optional<Path> output = output(Optional.of(built.output()), request.settings(), id, places);
        Optional<Checked> checked = check(id, request.feature(), request.model(), request.settings(), places);
        if (checked.isPresent() && id.isPresent() && output.isPresent()) {
            job(id.get(), request, checked.get(), output.get());
        }
    }

    /** Takes its place for the job, whatever else is wrong with it: two jobs with one output are found at once. */
    private Optional<Path> output(Optional<String> written, VideoSettings wanted, Optional<String> id, Places places) {
        SourcePosition position = places.key("output");
        Optional<Path> output = written.flatMap(name -> outputs.resolve(name, position, id));
        int samples = wanted.samples().orElse(1);
        // A number out of range is reported by the rules; here it would name files without end.
        int files = samples >= 1 && samples <= MOST_SAMPLES ? samples : 1;
        output.ifPresent(path -> outputs.take(path, files, index + 1, id, position));
        return output;
    }

    private void unique(String id, Places places) {
        Integer earlier = ids.putIfAbsent(id, index + 1);
        if (earlier != null) {
            problems.add(places.key("id"), Optional.of(id), "job number " + earlier + " has the same id",
                    "Give each job an id of its own");
        }
    }

    /**
     * A model that was found to take a request.
     *
     * @param info what is known of it, if anything
     */
    private record Checked(ModelId model, Optional<ModelInfo> info) {}

    /** Checks the rules of the model; empty when one is broken, which has been reported then. */
    private Optional<Checked> check(Optional<String> id, Feature kind, ModelId asked, VideoSettings wanted,
            Places places) {
        Optional<ModelInfo> known = settings.catalog().find(asked, settings.platform());
        if (known.isEmpty()) {
            problems.warn(places.option("model"), id,
                    "the catalogue does not know " + asked + " on " + settings.platform().title(),
                    "Its rules and its price are not checked");
            return report(RequestRules.checkUnknown(asked, wanted), id, places, new Checked(asked, known));
        }
        ModelInfo model = settings.replaceRetired() ? successor(known.get(), id, places) : known.get();
        return report(RequestRules.check(kind, wanted, model, settings.today()), id, places,
                new Checked(model.id(), Optional.of(model)));
    }

    private Optional<Checked> report(List<RuleViolation> broken, Optional<String> id, Places places, Checked checked) {
        broken.forEach(rule -> problems.add(places.part(rule.part()), id, rule.message(), rule.remedy()));
        return broken.isEmpty() ? Optional.of(checked) : Optional.empty();
    }

    /** The model that replaces a retired one; the model itself while it is live or nothing replaces it. */
    private ModelInfo successor(ModelInfo model, Optional<String> id, Places places) {
        if (model.isLiveOn(settings.today())) {
            return model;
        }
        Optional<ModelInfo> successor = model.replacement()
                .flatMap(name -> settings.catalog().find(name, settings.platform()));
        successor.ifPresent(next -> problems.warn(places.option("model"), id,
                model.id() + " is retired: " + next.id() + " is used instead", ""));
        return successor.orElse(model);
    }

    private void job(String id, VideoRequest asked, Checked checked, Path output) {
        VideoRequest request = asked.withModel(checked.model());
        jobs.add(new Job(index, id, request, output,
                checked.info().flatMap(info -> RequestRules.price(request, info))));
    }
}
