// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.Feature;
import dev.veo3.model.ModelInfo;
import dev.veo3.model.Platform;
import java.util.Optional;

/** The rules of Gemini Omni that no row of the catalogue states, on each platform. */
final class OmniRules {
    private static final int MOST_SAMPLES = 1;

    private OmniRules() {}

    static void check(Asked asked, Optional<ModelInfo> model, RuleFindings findings) {
        VideoSettings settings = asked.settings();
        settings.negativePrompt().ifPresent(words -> findings.broken(RequestPart.NEGATIVE_PROMPT,
                "Omni takes no negative prompt", "Say in the prompt what must not be there"));
        settings.personGeneration()
                .ifPresent(word -> notTaken(RequestPart.PERSON_GENERATION, "no choice of persons", findings));
        settings.enhancePrompt()
                .ifPresent(on -> notTaken(RequestPart.ENHANCE_PROMPT, "no choice about its prompt", findings));
        settings.compression().ifPresent(word -> notTaken(RequestPart.COMPRESSION, "no compression", findings));
        settings.resize().ifPresent(mode -> notTaken(RequestPart.RESIZE, "no resize mode", findings));
        settings.fps().ifPresent(pictures -> notTaken(RequestPart.FPS, "no frame rate, it makes 24 pictures a second",
                findings));
        settings.pubsubTopic().ifPresent(topic -> notTaken(RequestPart.PUBSUB_TOPIC, "no topic", findings));
        if (model.isEmpty()) {
            settings.sound().filter(on -> !on).ifPresent(on -> findings.warning(RequestPart.SOUND,
                    "the choice of sound is not sent: Omni documents none, and has always made sound",
                    "Leave it out"));
            if (settings.samples().orElse(1) > MOST_SAMPLES) {
                findings.broken(RequestPart.SAMPLES,
                        "Omni makes one video at once, not " + settings.samples().getAsInt(), "Ask for 1");
            }
            if (!settings.labels().isEmpty()) {
                findings.warning(RequestPart.LABELS,
                        "the labels are not sent: nothing is known of this model", "Leave them out");
            }
        }
        if (asked.kind() == Feature.EDIT) {
            settings.duration().ifPresent(length -> findings.warning(RequestPart.DURATION,
                    "an edit is as long as its video, and others found that Omni refuses a length", "Leave it out"));
            settings.aspectRatio().ifPresent(ratio -> findings.warning(RequestPart.ASPECT_RATIO,
                    "an edit has the shape of its video, and others found that Omni refuses one", "Leave it out"));
        }
        delivery(asked, findings);
        asked.request().ifPresent(request -> sources(request, asked.platform(), findings));
    }

    private static void delivery(Asked asked, RuleFindings findings) {
        VideoSettings settings = asked.settings();
        boolean byAddress = settings.delivery().filter(Delivery.URI::equals).isPresent();
        boolean inline = settings.delivery().filter(Delivery.INLINE::equals).isPresent();
        if (inline && settings.storageUri().isPresent()) {
            findings.broken(RequestPart.DELIVERY, "a video that is delivered inline goes to no storage URI",
                    "Leave out one of the two");
        }
        switch (asked.platform()) {
            case AGENT_PLATFORM -> {
                if (byAddress && settings.storageUri().isEmpty()) {
                    findings.broken(RequestPart.DELIVERY,
                            "the Agent Platform delivers an address only for a place in Cloud Storage",
                            "Name a storage URI, or leave the delivery out");
                }
            }
            case GEMINI_API -> settings.storageUri().ifPresent(uri -> findings.warning(RequestPart.STORAGE_URI,
                    "the Gemini API documents no storage URI, it keeps videos itself", "Leave it out"));
        }
    }

    private static void sources(VideoRequest request, Platform platform, RuleFindings findings) {
        if (request instanceof VideoRequest.Edit edit && edit.mask().isPresent()) {
            findings.broken(RequestPart.MASK, "Omni edits by words and takes no mask",
                    "Say in the prompt what to change");
        }
        Sources.of(request).forEach((part, source) -> {
            switch (source) {
                case MediaSource.LocalFile file -> {
                }
                case MediaSource.CloudObject object -> {
                    if (platform == Platform.GEMINI_API) {
                        findings.warning(part, "no document says that the Gemini API reads Cloud Storage for Omni",
                                "Name a file if the service refuses it");
                    }
                }
                case MediaSource.ServiceFile file -> {
                    if (platform == Platform.AGENT_PLATFORM) {
                        findings.warning(part, "no document says that the Agent Platform reads files of the Gemini API",
                                "Name a file, or an object in Cloud Storage, if the service refuses it");
                    }
                }
                case VideoSource.OfOperation earlier -> earlier(part, earlier.operation(), platform, findings);
            }
        });
    }

    private static void earlier(RequestPart part, OperationName operation, Platform platform, RuleFindings findings) {
        boolean ofAgentPlatform = operation.value().startsWith("projects/");
        if (!operation.isInteraction()) {
            findings.broken(part, "Omni goes on only from its own operations, and " + operation + " is none",
                    "Name the video itself");
        } else if (ofAgentPlatform != (platform == Platform.AGENT_PLATFORM)) {
            findings.broken(part, operation + " is an operation of "
                    + (ofAgentPlatform ? Platform.AGENT_PLATFORM : Platform.GEMINI_API).title() + ", not of "
                    + platform.title(), "Name the video itself");
        }
    }

    private static void notTaken(RequestPart part, String what, RuleFindings findings) {
        findings.broken(part, "Omni takes " + what, "Leave it out");
    }
}
