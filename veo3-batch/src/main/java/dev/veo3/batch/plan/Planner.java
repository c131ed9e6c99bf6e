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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes one plan. */
final class Planner {
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
        this.outputDirectory = settings.outputDirectory().orElseGet(
                () -> settings.workingDirectory().resolve(manifest.outputDirectory().orElse("")));
        this.outputs = new Outputs(outputDirectory, problems);
    }

    BatchPlan plan() {
        manifest.jobs().forEach(spec -> {
            switch (spec) {
                case JobSpec.Written written -> written(written);
                case JobSpec.Built built -> built(built);
            }
            index++;
        });
        if (index == 0 && manifest.problems().isEmpty()) {
            problems.add(SourcePosition.NONE, Optional.empty(), "the manifest has no jobs", "Add at least one");
        }
        if (!problems.all().isEmpty()) {
            throw new ManifestException(problems.all());
        }
        return new BatchPlan(manifest, settings, outputDirectory, jobs, problems.warnings());
    }

    private void written(JobSpec.Written written) {
        WrittenJobReader.Draft draft = new WrittenJobReader(written.fields(), inputs, problems).read();
        Places places = draft.places();
        draft.id().ifPresent(id -> unique(id, places));
        Optional<Path> output = outputs.resolve(draft.output(), places.key("output"), draft.id());
        if (draft.feature().isEmpty() || draft.model().isEmpty()) {
            return;
        }
        Optional<Checked> checked = check(draft.id(), draft.feature().get(), draft.model().get(), draft.settings(),
                places);
        if (checked.isPresent() && draft.request().isPresent() && output.isPresent() && draft.id().isPresent()) {
            job(draft.id().get(), draft.request().get(), checked.get(), output.get(), places);
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
        Optional<Path> output = outputs.resolve(built.output(), SourcePosition.NONE, id);
        VideoRequest request = built.request();
        Optional<Checked> checked = check(id, request.feature(), request.model(), request.settings(), places);
        if (checked.isPresent() && id.isPresent() && output.isPresent()) {
            job(id.get(), request, checked.get(), output.get(), places);
        }
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

    private void job(String id, VideoRequest asked, Checked checked, Path output, Places places) {
        VideoRequest request = asked.withModel(checked.model());
        Job job = new Job(index, id, request, output,
                checked.info().flatMap(info -> RequestRules.price(request, info)));
        outputs.take(job, places.key("output"));
        jobs.add(job);
    }
}
