// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.Feature;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelFamily;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.Platform;
import dev.veo3.model.Trait;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/**
 * The rules of the service, checked before a request costs a round trip. What the service is known to enforce breaks a request. What its
 * documents only state, or state against each other, is a warning: the service decides. Pure functions.
 *
 * @since 1.0
 */
public final class RequestRules {

    private RequestRules() {}

    /** What the rules say about a request of any model, known or not. */
    public static RequestCheck check(VideoRequest request, ModelCatalog catalog, Platform platform, LocalDate today) {
        Optional<ModelInfo> row = catalog.find(request.model(), platform);
        if (row.isPresent()) {
            return check(request, row.get(), today);
        }
        RuleFindings findings = new RuleFindings();
        unknown(request.model(), catalog, platform, findings);
        ModelRules.checkUnknown(request.model(), request.settings(), findings);
        families(ModelFamily.of(request.model()), Asked.of(request, platform), Optional.empty(), findings);
        return findings.check();
    }

    /** What the rules say about a request on that day. */
    public static RequestCheck check(VideoRequest request, ModelInfo model, LocalDate today) {
        return check(Asked.of(request, model.platform()), model, today);
    }

    /** What the rules say about any request of this kind with these settings, whatever its inputs are. */
    public static RequestCheck check(Feature kind, VideoSettings settings, ModelInfo model, LocalDate today) {
        return check(new Asked(kind, settings, Optional.empty(), model.platform()), model, today);
    }

    /** The rules that hold for every model, for any request of one that the catalogue does not know. */
    public static RequestCheck checkUnknown(Feature kind, VideoSettings settings, ModelId model, Platform platform) {
        RuleFindings findings = new RuleFindings();
        ModelRules.checkUnknown(model, settings, findings);
        families(ModelFamily.of(model), new Asked(kind, settings, Optional.empty(), platform), Optional.empty(),
                findings);
        return findings.check();
    }

    /** The request without the labels that its model is not known to take: they are for the bill, and no reason to be refused. */
    public static VideoRequest sendable(VideoRequest request, Optional<ModelInfo> model, ModelFamily family) {
        boolean takesLabels = model.map(row -> row.doubt(Trait.LABELS).isEmpty()).orElse(family == ModelFamily.VEO);
        return takesLabels || request.settings().labels().isEmpty()
                ? request
                : request.withSettings(request.settings().toBuilder().withoutLabels().build());
    }

    /** That the model has ceased to answer, with its replacement where the service names one. */
    public static RuleViolation retired(ModelInfo model) {
        String day = model.retired().map(LocalDate::toString).orElse("an unknown day");
        return new RuleViolation(RequestPart.MODEL,
                model.id() + " was retired on " + model.platform().title() + " on " + day,
                model.replacement().map(id -> "Use " + id).orElse("Choose another model"));
    }

    private static RequestCheck check(Asked asked, ModelInfo model, LocalDate today) {
        RuleFindings findings = new RuleFindings();
        if (!model.isLiveOn(today)) {
            // Its lengths and prices mean nothing any more; what holds for every model still does.
            RuleViolation retired = retired(model);
            findings.broken(retired.part(), retired.message(), retired.remedy());
            ModelRules.checkAny(asked.settings(), findings);
            return findings.check();
        }
        ModelRules.check(asked, model, findings);
        families(model.family(), asked, Optional.of(model), findings);
        return findings.check();
    }

    private static void families(ModelFamily family, Asked asked, Optional<ModelInfo> model, RuleFindings findings) {
        switch (family) {
            case VEO -> VeoRules.check(asked, model, findings);
            case OMNI -> OmniRules.check(asked, model, findings);
        }
    }

    private static void unknown(ModelId model, ModelCatalog catalog, Platform platform, RuleFindings findings) {
        Optional<Platform> elsewhere = Arrays.stream(Platform.values())
                .filter(other -> catalog.find(model, other).isPresent()).findFirst();
        findings.warning(RequestPart.MODEL, "the catalogue does not know " + model + " on " + platform.title(),
                elsewhere.map(other -> "It knows it on " + other.title() + ": ask there, or another model such as "
                        + ModelId.standard(platform))
                        .orElse("Its rules and its price are not checked"));
    }
}
