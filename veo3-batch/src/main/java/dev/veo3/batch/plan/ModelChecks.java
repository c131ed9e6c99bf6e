package dev.veo3.batch.plan;

import dev.veo3.model.Feature;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.video.RequestRules;
import dev.veo3.video.RuleViolation;
import dev.veo3.video.VideoSettings;
import java.util.List;
import java.util.Optional;

/** Checks requests by the rules of their models. */
final class ModelChecks {
    private final PlanSettings settings;
    private final Problems problems;

    ModelChecks(PlanSettings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /**
     * A model that was found to take a request.
     *
     * @param info what is known of it, if anything
     */
    record Checked(ModelId model, Optional<ModelInfo> info) {}

    /** Checks the rules of the model; empty when one is broken, which has been reported then. */
    Optional<Checked> check(Optional<String> id, Feature kind, ModelId asked, VideoSettings wanted, Places places) {
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
}
