// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.batch.manifest.JobSpec;
import dev.veo3.batch.manifest.JobTerms;
import dev.veo3.batch.manifest.SourcePosition;
import dev.veo3.model.Feature;
import dev.veo3.model.ModelId;
import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Path;
import java.util.Optional;

/** Reads jobs one by one and reports what is wrong with each. */
final class DraftReader {
    private static final int MOST_SAMPLES = 4;

    private final Inputs inputs;
    private final OutputPaths outputs;
    private final ModelChecks models;
    private final boolean hasBudget;
    private final KnownSettings known = new KnownSettings();
    private final Problems problems;

    DraftReader(PlanSettings settings, boolean hasBudget, Inputs inputs, OutputPaths outputs, Problems problems) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.models = new ModelChecks(settings, problems);
        this.hasBudget = hasBudget;
        this.problems = problems;
    }

    /** Says where an output goes. */
    interface OutputPaths {

        /** The path of an output; empty when the name does not do, which has been reported then. */
        Optional<Path> resolve(String output, SourcePosition position, Optional<String> job);
    }

    /** The job; empty when there is nothing to read, which has been reported then. */
    Optional<Draft> read(JobSpec spec, int index) {
        return switch (spec) {
            case JobSpec.Written written -> Optional.of(written(written));
            case JobSpec.Built built -> Optional.of(built(built, index));
            case JobSpec.Unreadable unreadable -> {
                unreadable.problems().forEach(problems::add);
                yield Optional.empty();
            }
        };
    }

    private Draft written(JobSpec.Written written) {
        written.problems().forEach(problems::add);
        WrittenJobReader.Parts parts = new WrittenJobReader(written, inputs, known, problems).read();
        return draft(parts, Places.of(written.fields()));
    }

    private Draft built(JobSpec.Built built, int index) {
        Optional<String> id = Optional.of(built.id()).filter(name -> !name.isBlank());
        if (id.isEmpty()) {
            problems.add(SourcePosition.NONE, id, "job number " + (index + 1) + " has no id",
                    "Give it one that no other job has");
        }
        VideoRequest request = built.request();
        check(built.terms(), id);
        inputs.check(request, Places.none(), id);
        return draft(new WrittenJobReader.Parts(id, Optional.of(request.feature()), Optional.of(request.model()),
                request.settings(), Optional.of(request), Optional.of(request.model()),
                ChainedVideo.parentOf(request), built.terms(), Optional.of(built.output())), Places.none());
    }

    private void check(JobTerms terms, Optional<String> id) {
        if (!TermsReader.isPriority(terms.priority())) {
            problems.add(SourcePosition.NONE, id, "the priority is " + terms.priority(), "Give at least -"
                    + JobTerms.HIGHEST_PRIORITY + " and at most " + JobTerms.HIGHEST_PRIORITY);
        }
        terms.timeout().filter(timeout -> !timeout.isPositive()).ifPresent(timeout -> problems
                .add(SourcePosition.NONE, id, "the timeout is " + timeout, "Give a time above zero"));
    }

    private Draft draft(WrittenJobReader.Parts parts, Places places) {
        Optional<Path> output = parts.output()
                .flatMap(name -> outputs.resolve(name, places.key("output"), parts.id()));
        Optional<ModelChecks.Checked> checked = checked(parts, places);
        Optional<Draft.Whole> whole = Optional.empty();
        if (checked.isPresent() && parts.request().isPresent() && output.isPresent() && parts.id().isPresent()) {
            whole = Optional.of(whole(parts, parts.request().get(), checked.get(), output.get(), places));
        }
        return new Draft(parts.id(), parts.terms(), parts.videoOf(), output, files(parts.settings()), places, whole);
    }

    private Optional<ModelChecks.Checked> checked(WrittenJobReader.Parts parts, Places places) {
        Optional<Feature> kind = parts.feature();
        Optional<ModelId> model = parts.model();
        if (kind.isEmpty()) {
            model.ifPresent(asked -> models.checkLive(parts.id(), asked, places));
        }
        return kind.isPresent() && model.isPresent()
                ? models.check(parts.id(), kind.get(), model.get(), parts.settings(), parts.request(), places)
                : Optional.empty();
    }

    private Draft.Whole whole(WrittenJobReader.Parts parts, VideoRequest asked, ModelChecks.Checked checked,
            Path output, Places places) {
        VideoRequest request = asked.withModel(checked.model());
        Optional<Usd> price = parts.terms().price()
                .or(() -> checked.info().flatMap(info -> info.price(request)));
        if (hasBudget && price.isEmpty()) {
            problems.add(places.option("model"), parts.id(), "the batch has a budget, and no price is known of "
                    + checked.model() + " as it is asked here", "Give the job one, for example \"price: 1.20\"");
        }
        return new Draft.Whole(parts.id().orElse(""), request, parts.writtenModel(), checked.info(), output, price);
    }

    /** How many files the job writes. A number out of range is reported by the rules; here it would name files without end. */
    private static int files(VideoSettings settings) {
        int samples = settings.samples().orElse(1);
        return samples >= 1 && samples <= MOST_SAMPLES ? samples : 1;
    }
}
