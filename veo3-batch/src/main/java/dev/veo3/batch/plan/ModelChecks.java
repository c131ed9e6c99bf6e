// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.Feature;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.video.RequestCheck;
import dev.veo3.video.RequestRules;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Checks requests by the rules of their models. */
final class ModelChecks {
    private final PlanSettings settings;
    private final Problems problems;
    private final AtomicReference<@Nullable Known> last = new AtomicReference<>();

    ModelChecks(PlanSettings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /** What the rules say about a video from a text. */
    private record Known(VideoSettings settings, ModelInfo model, RequestCheck check) {}

    /**
     * A model that was found to take a request.
     *
     * @param info what is known of it, if anything
     */
    record Checked(ModelId model, Optional<ModelInfo> info) {}

    /**
     * Checks the rules of the model; empty when one is broken, which has been reported then.
     *
     * @param request empty when something is wrong with its inputs: then only what else is known is checked
     */
    Optional<Checked> check(Optional<String> id, Feature kind, ModelId asked, VideoSettings wanted,
            Optional<VideoRequest> request, Places places) {
        Optional<ModelInfo> known = settings.catalog().find(asked, settings.platform());
        if (known.isEmpty()) {
            RequestCheck check = request
                    .map(whole -> RequestRules.check(whole, settings.catalog(), settings.platform(), settings.today()))
                    .orElseGet(() -> RequestRules.checkUnknown(kind, wanted, asked, settings.platform()));
            return report(check, id, places, new Checked(asked, known));
        }
        ModelInfo model = settings.replaceRetired() ? successor(known.get(), id, places) : known.get();
        RequestCheck check = request.map(whole -> check(whole, model))
                .orElseGet(() -> RequestRules.check(kind, wanted, model, settings.today()));
        return report(check, id, places, new Checked(model.id(), Optional.of(model)));
    }

    /** Of a video from a text only the settings are checked, and most jobs share theirs with the one before. */
    @SuppressWarnings("ReferenceEquality") // To compare settings costs what to check them costs.
    private RequestCheck check(VideoRequest request, ModelInfo model) {
        if (!(request instanceof VideoRequest.TextToVideo text)) {
            return RequestRules.check(request.withModel(model.id()), model, settings.today());
        }
        Known known = last.get();
        if (known != null && known.settings() == text.settings() && known.model() == model) {
            return known.check();
        }
        RequestCheck check = RequestRules.check(text.withModel(model.id()), model, settings.today());
        last.set(new Known(text.settings(), model, check));
        return check;
    }

    /** Says whether the model of a job whose type is wrong still answers. */
    void checkLive(Optional<String> id, ModelId asked, Places places) {
        settings.catalog().find(asked, settings.platform())
                .filter(model -> !settings.replaceRetired() && !model.isLiveOn(settings.today()))
                .map(RequestRules::retired)
                .ifPresent(rule -> problems.add(places.part(rule.part()), id, rule.message(), rule.remedy()));
    }

    private Optional<Checked> report(RequestCheck check, Optional<String> id, Places places, Checked checked) {
        check.broken().forEach(rule -> problems.add(places.part(rule.part()), id, rule.message(), rule.remedy()));
        check.warnings().forEach(rule -> problems.warn(places.part(rule.part()), id, rule.message(), rule.remedy()));
        return check.isFine() ? Optional.of(checked) : Optional.empty();
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
