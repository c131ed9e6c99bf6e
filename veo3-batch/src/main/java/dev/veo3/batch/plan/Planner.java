package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.manifest.SourcePosition;
import dev.veo3.model.ModelId;
import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
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
    private final ModelChecks models;
    private final Path outputDirectory;
    private final boolean hasBudget;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Links links = new Links();
    private final DraftedJobs drafts;
    private int index;

    Planner(BatchManifest manifest, PlanSettings settings) {
        this.manifest = manifest;
        this.settings = settings;
        this.problems = new Problems(manifest.source(), manifest.problems());
        this.inputs = new Inputs(settings, manifest.file(), problems);
        this.outputDirectory = settings.outputDirectory().orElseGet(this::writtenOutputDirectory);
        this.outputs = new Outputs(outputDirectory, problems);
        this.models = new ModelChecks(settings, problems);
        this.hasBudget = settings.budget().or(manifest::budget).isPresent();
        this.drafts = new DraftedJobs(settings.platform(), inputs, problems);
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
        Dependencies dependencies = links.resolve(ids, index, problems);
        drafts.checkChains(dependencies);
        Set<Path> read = new HashSet<>(inputs.files());
        manifest.file().ifPresent(read::add);
        outputs.keep(read);
        refuse();
        BatchPlan plan = new BatchPlan(manifest, settings, outputDirectory, drafts.jobs(dependencies), ids,
                dependencies, problems.warnings());
        refuse();
        return plan;
    }

    private void refuse() {
        if (!problems.all().isEmpty()) {
            throw new ManifestException(problems.all());
        }
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
        links.add(index, draft.id(), draft.terms(), draft.videoOf(), places);
        Optional<Path> output = output(draft.output(), draft.settings(), draft.id(), places);
        if (draft.feature().isEmpty() || draft.model().isEmpty()) {
            return;
        }
        Optional<ModelChecks.Checked> checked = models.check(draft.id(), draft.feature().get(), draft.model().get(),
                draft.settings(), draft.request(), places);
        if (checked.isPresent() && draft.request().isPresent() && output.isPresent() && draft.id().isPresent()) {
            job(draft.id().get(), draft.request().get(), checked.get(), draft.writtenModel(), output.get(),
                    draft.terms(), places);
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
        VideoRequest request = built.request();
        links.add(index, id, built.terms(), ChainedVideo.parentOf(request), places);
        terms(built.terms(), id);
        inputs.check(request, places, id);
        Optional<Path> output = output(Optional.of(built.output()), request.settings(), id, places);
        Optional<ModelChecks.Checked> checked = models.check(id, request.feature(), request.model(),
                request.settings(), Optional.of(request), places);
        if (checked.isPresent() && id.isPresent() && output.isPresent()) {
            job(id.get(), request, checked.get(), Optional.of(request.model()), output.get(), built.terms(), places);
        }
    }

    private void terms(JobTerms terms, Optional<String> id) {
        if (!TermsReader.isPriority(terms.priority())) {
            problems.add(SourcePosition.NONE, id, "the priority is " + terms.priority(), "Give at least -"
                    + JobTerms.HIGHEST_PRIORITY + " and at most " + JobTerms.HIGHEST_PRIORITY);
        }
        terms.timeout().filter(timeout -> !timeout.isPositive()).ifPresent(timeout -> problems
                .add(SourcePosition.NONE, id, "the timeout is " + timeout, "Give a time above zero"));
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
        Integer earlier = ids.putIfAbsent(id, index);
        if (earlier != null) {
            problems.add(places.key("id"), Optional.of(id), "job number " + (earlier + 1) + " has the same id",
                    "Give each job an id of its own");
        }
    }

    private void job(String id, VideoRequest asked, ModelChecks.Checked checked, Optional<ModelId> writtenModel,
            Path output, JobTerms terms, Places places) {
        VideoRequest request = asked.withModel(checked.model());
        Optional<Usd> price = terms.price()
                .or(() -> checked.info().flatMap(info -> info.price(request)));
        if (hasBudget && price.isEmpty()) {
            problems.add(places.option("model"), Optional.of(id), "the batch has a budget, and no price is known of "
                    + checked.model() + " as it is asked here", "Give the job one, for example \"price: 1.20\"");
        }
        drafts.add(new DraftedJobs.Draft(index, id, request, writtenModel, checked.info(), output, price, terms,
                places));
    }
}
