// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.AspectRatio;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import dev.veo3.model.Resolution;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.veo3.model.Platform.AGENT_PLATFORM;
import static dev.veo3.model.Platform.GEMINI_API;
import static dev.veo3.video.ReferenceRulesTest.Verdict.BROKEN;
import static dev.veo3.video.ReferenceRulesTest.Verdict.FINE;
import static dev.veo3.video.ReferenceRulesTest.Verdict.WARNED;
import static dev.veo3.video.RequestPart.ASPECT_RATIO;
import static dev.veo3.video.RequestPart.DELIVERY;
import static dev.veo3.video.RequestPart.DURATION;
import static dev.veo3.video.RequestPart.KIND;
import static dev.veo3.video.RequestPart.LABELS;
import static dev.veo3.video.RequestPart.NEGATIVE_PROMPT;
import static dev.veo3.video.RequestPart.PERSON_GENERATION;
import static dev.veo3.video.RequestPart.REFERENCE_IMAGES;
import static dev.veo3.video.RequestPart.RESOLUTION;
import static dev.veo3.video.RequestPart.SAMPLES;
import static dev.veo3.video.RequestPart.SEED;
import static dev.veo3.video.RequestPart.SOUND;
import static dev.veo3.video.RequestPart.STORAGE_URI;
import static dev.veo3.video.RequestPart.VIDEO;
import static dev.veo3.video.RuleTable.OBJECT;
import static dev.veo3.video.RuleTable.PICTURE;
import static dev.veo3.video.RuleTable.SERVICE_FILE;
import static dev.veo3.video.RuleTable.references;
import static dev.veo3.video.RuleTable.s;
import static dev.veo3.video.RuleTable.with;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules as they were written down from the service's documents, by their numbers: G those of Veo on the Gemini API, A those of Veo on the
 * Agent Platform, O those of Omni. What the service is seen or documented to enforce breaks a request; what is only written, or written
 * against itself, is a warning. Each rule has what it forbids and what it does not.
 */
class ReferenceRulesTest {
    /**
     * Rules that no request can break, because no type has room for it, or because what is written is always right. G5, A3: frames; G6, A3,
     * A4: what excludes each other, and the prompt; A10: one place for each medium; O3: what Omni does not take: {@code UnwritableRequestsTest}.
     * O4 (in the background, so stored) and O7 (the location is global): {@code InteractionWriterTest} and
     * {@code InteractionEndpointsTest}.
     */
    private static final Set<String> BY_CONSTRUCTION = Set.of("G5", "A3", "A10", "O4", "O7");

    private static final LocalDate TODAY = LocalDate.parse("2026-11-24");
    private static final ModelCatalog CATALOG = ModelCatalog.standard().servingRetired(GEMINI_API);

    private static final String G = "veo-3.1-generate-preview";
    private static final String G_FAST = "veo-3.1-fast-generate-preview";
    private static final String G_LITE = "veo-3.1-lite-generate-preview";
    private static final String VEO_2 = "veo-2.0-generate-001";
    private static final String A = "veo-3.1-generate-001";
    private static final String A_FAST = "veo-3.1-fast-generate-001";
    private static final String A_LITE = "veo-3.1-lite-generate-001";
    private static final String O_11 = "gemini-omni-1.1-flash";
    private static final String O_11_AGENT = "gemini-omni-1.1-flash-preview";
    private static final String O_12 = "gemini-omni-1.2-flash";

    enum Verdict {
        BROKEN, WARNED, FINE
    }

    private record Case(String rule, Platform platform, String model, VideoRequest request, Verdict verdict,
            RequestPart part) {
        @Override
        public String toString() {
            return rule + " " + verdict + " " + part + ": " + model + " " + request.feature() + " "
                    + request.settings();
        }
    }

    static Stream<Case> gemini() {
        VideoRequest text = VideoRequest.text("x");
        VideoRequest image = VideoRequest.image(PICTURE, "x");
        VideoRequest frames = VideoRequest.interpolation(PICTURE, PICTURE);
        VideoRequest refs = references(1, 0);
        VideoRequest extension = VideoRequest.extension(SERVICE_FILE, "x");
        Stream<Case> sizes = Stream.of(Resolution.P1080, Resolution.K4).flatMap(size -> Stream.of(
                g("G1", G, with(text, s().resolution(size).duration(seconds(6))), BROKEN, DURATION),
                g("G1", G_FAST, with(image, s().resolution(size).duration(seconds(4))), BROKEN, DURATION),
                g("G1", G, with(frames, s().resolution(size).duration(seconds(8))), FINE, DURATION),
                g("G1", G, with(text, s().resolution(size)), FINE, DURATION)));
        Stream<Case> persons = Stream.of(image, frames, refs).flatMap(request -> Stream.of(
                g("G8", G, with(request, s().personGeneration("allow_adult")), FINE, PERSON_GENERATION),
                g("G8", G, with(request, s().personGeneration("allow_all")), BROKEN, PERSON_GENERATION),
                g("G8", G, with(request, s().personGeneration("dont_allow")), BROKEN, PERSON_GENERATION)));
        Stream<Case> words = Stream.of(text, extension).flatMap(request -> Stream.of(
                g("G8", G, with(request, s().personGeneration("allow_all")), FINE, PERSON_GENERATION),
                g("G8", G, with(request, s().personGeneration("allow_adult")), WARNED, PERSON_GENERATION),
                g("G8", G, with(request, s().personGeneration("dont_allow")), BROKEN, PERSON_GENERATION)));
        Stream<Case> others = Stream.of(
                g("G1", G, with(text, s().resolution(Resolution.P720).duration(seconds(4))), FINE, DURATION),
                g("G1", "veo-3.0-generate-001", with(text, s().resolution(Resolution.P1080).duration(seconds(6))),
                        BROKEN, DURATION),
                g("G2", G, with(refs, s().duration(seconds(6))), BROKEN, DURATION),
                g("G2", G_FAST, with(refs, s().duration(seconds(4))), BROKEN, DURATION),
                g("G2", G, with(refs, s().duration(seconds(8))), FINE, DURATION), g("G2", G, refs, FINE, DURATION),
                g("G2", G, with(refs, s().aspectRatio(AspectRatio.PORTRAIT)), WARNED, ASPECT_RATIO),
                g("G2", G, with(refs, s().aspectRatio(AspectRatio.LANDSCAPE)), FINE, ASPECT_RATIO),
                g("G3", G, with(extension, s().resolution(Resolution.P1080)), BROKEN, RESOLUTION),
                g("G3", G, with(extension, s().resolution(Resolution.P720)), FINE, RESOLUTION),
                g("G3", G, with(extension, s().duration(seconds(7))), BROKEN, DURATION),
                g("G3", G, with(extension, s().duration(seconds(8))), FINE, DURATION),
                g("G3", G, VideoRequest.extension(MediaSource.file(Path.of("v.mp4")), "x"), BROKEN, VIDEO),
                g("G3", G, VideoRequest.extension(OBJECT, "x"), BROKEN, VIDEO), g("G3", G, extension, FINE, VIDEO),
                g("G4", G_LITE, with(text, s().resolution(Resolution.K4)), BROKEN, RESOLUTION),
                g("G4", G_LITE, refs, BROKEN, KIND), g("G4", G_LITE, extension, BROKEN, KIND),
                g("G4", G_LITE, with(text, s().resolution(Resolution.P1080)), FINE, RESOLUTION),
                g("G6", G, references(4, 0), BROKEN, REFERENCE_IMAGES),
                g("G6", G, references(3, 0), FINE, REFERENCE_IMAGES),
                g("G7", G, with(text, s().samples(2)), BROKEN, SAMPLES),
                g("G7", G, with(text, s().samples(1)), FINE, SAMPLES),
                g("G8", VEO_2, with(text, s().personGeneration("dont_allow")), FINE, PERSON_GENERATION),
                g("G9", G, with(text, s().seed(1)), BROKEN, SEED),
                g("G9", G, with(text, s().sound(false)), BROKEN, SOUND),
                // It is what comes anyway, and the choice is not sent.
                g("G9", G, with(text, s().sound(true)), WARNED, SOUND));
        return Stream.of(sizes, persons, words, others).flatMap(cases -> cases);
    }

    static Stream<Case> agentPlatform() {
        VideoRequest text = VideoRequest.text("x");
        VideoRequest extension = VideoRequest.extension(OBJECT, "x");
        return Stream.of(a("A1", A, with(text, s().samples(0)), BROKEN, SAMPLES),
                a("A1", A, with(text, s().samples(5)), BROKEN, SAMPLES),
                a("A1", A, with(text, s().samples(1)), FINE, SAMPLES),
                a("A1", A, with(text, s().samples(4)), FINE, SAMPLES),
                a("A2", A, with(text, s().seed(-1)), BROKEN, SEED),
                a("A2", A, with(text, s().seed(1L << 32)), BROKEN, SEED),
                a("A2", A, with(text, s().seed(0)), FINE, SEED),
                a("A2", A, with(text, s().seed((1L << 32) - 1)), FINE, SEED),
                a("A4", A, references(4, 0), BROKEN, REFERENCE_IMAGES),
                a("A4", A, references(3, 0), FINE, REFERENCE_IMAGES),
                a("A4", A, with(references(1, 0), s().duration(seconds(6))), BROKEN, DURATION),
                a("A4", A, with(references(1, 0), s().duration(seconds(8))), FINE, DURATION),
                a("A4", A_FAST, with(references(1, 0), s().duration(seconds(6))), FINE, DURATION),
                a("A4", A_LITE, references(1, 0), BROKEN, KIND),
                a("A5", A, with(extension, s().duration(seconds(5))), BROKEN, DURATION),
                a("A5", A, with(extension, s().duration(seconds(8))), WARNED, DURATION),
                a("A5", A, with(extension, s().duration(seconds(7))), FINE, DURATION),
                a("A5", A_LITE, extension, WARNED, KIND), a("A5", A, extension, FINE, KIND),
                a("A6", A, with(text, s().duration(seconds(5))), BROKEN, DURATION),
                a("A6", A_FAST, with(text, s().duration(seconds(10))), BROKEN, DURATION),
                a("A6", A_LITE, with(text, s().duration(Duration.ofMillis(4500))), BROKEN, DURATION),
                a("A6", A, with(text, s().duration(seconds(4))), FINE, DURATION),
                a("A6", A, with(text, s().duration(seconds(6))), FINE, DURATION),
                a("A6", A, with(text, s().duration(seconds(8))), FINE, DURATION),
                // The note below the rules: eight seconds for large videos is a rule of the Gemini API.
                a("A6", A, with(text, s().resolution(Resolution.K4).duration(seconds(4))), FINE, DURATION),
                a("A7", A, with(text, s().label("a".repeat(64), "b")), BROKEN, LABELS),
                a("A7", A, with(text, s().label("a", "b".repeat(64))), BROKEN, LABELS),
                a("A7", A, with(text, s().label("1a", "b")), BROKEN, LABELS),
                a("A7", A, with(text, s().label("_a", "b")), BROKEN, LABELS),
                a("A7", A, with(text, s().label("a", "B")), BROKEN, LABELS),
                a("A7", A, with(text, s().label("a.b", "c")), BROKEN, LABELS),
                a("A7", A, with(text, s().label("a".repeat(63), "0-_z".repeat(15) + "abc")), FINE, LABELS),
                a("A8", A, with(text, s().personGeneration("allow_adult")), FINE, PERSON_GENERATION),
                a("A8", A, with(text, s().personGeneration("dont_allow")), WARNED, PERSON_GENERATION),
                a("A8", A, with(text, s().personGeneration("allowAll")), WARNED, PERSON_GENERATION),
                a("A8", A, with(text, s().personGeneration("disallow")), WARNED, PERSON_GENERATION),
                a("A9", A, with(text, s().storageUri("s3://b/f/")), BROKEN, STORAGE_URI),
                a("A9", A, with(text, s().storageUri("/b/f/")), BROKEN, STORAGE_URI),
                a("A9", A, with(text, s().storageUri("gs://b/f/")), FINE, STORAGE_URI));
    }

    static Stream<Case> omni() {
        VideoRequest text = VideoRequest.text("x");
        VideoRequest edit = VideoRequest.edit(PICTURE, "x");
        Stream<Case> both = Stream.of(GEMINI_API, AGENT_PLATFORM).flatMap(platform -> {
            String model = platform == GEMINI_API ? O_11 : O_11_AGENT;
            return Stream.of(
                    new Case("O1", platform, model, with(text, s().duration(Duration.ofMillis(2999))), BROKEN,
                            DURATION),
                    new Case("O1", platform, model, with(text, s().duration(Duration.ofMillis(10_001))), BROKEN,
                            DURATION),
                    new Case("O1", platform, model, with(text, s().duration(seconds(3))), FINE, DURATION),
                    new Case("O1", platform, model, with(text, s().duration(Duration.ofMillis(3500))), FINE, DURATION),
                    new Case("O1", platform, model, with(text, s().duration(seconds(10))), FINE, DURATION),
                    // Others found it, no document says it.
                    new Case("O1", platform, O_12, with(text, s().duration(seconds(16))), WARNED, DURATION),
                    new Case("O1", platform, O_12, with(text, s().duration(seconds(2))), WARNED, DURATION),
                    new Case("O1", platform, O_12, with(text, s().duration(seconds(15))), FINE, DURATION),
                    new Case("O2", platform, model, with(text, s().samples(2)), BROKEN, SAMPLES),
                    new Case("O2", platform, model, with(text, s().samples(1)), FINE, SAMPLES),
                    new Case("O3", platform, model, with(text, s().negativePrompt("rain")), BROKEN, NEGATIVE_PROMPT),
                    new Case("O3", platform, model, text, FINE, NEGATIVE_PROMPT),
                    new Case("O5", platform, model, with(edit, s().duration(seconds(5))), WARNED, DURATION),
                    new Case("O5", platform, model, with(edit, s().aspectRatio(AspectRatio.PORTRAIT)), WARNED,
                            ASPECT_RATIO),
                    new Case("O5", platform, model, edit, FINE, DURATION));
        });
        Stream<Case> delivery = Stream.of(
                new Case("O6", AGENT_PLATFORM, O_11_AGENT, with(text, s().delivery(Delivery.URI)), BROKEN, DELIVERY),
                new Case("O6", AGENT_PLATFORM, O_11_AGENT,
                        with(text, s().delivery(Delivery.URI).storageUri("gs://b/f/")),
                        FINE, DELIVERY),
                new Case("O6", GEMINI_API, O_11, with(text, s().delivery(Delivery.URI)), FINE, DELIVERY));
        return Stream.concat(both, delivery);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"gemini", "agentPlatform", "omni"})
    void aRuleHoldsAndForbidsNoMore(Case one) {
        RequestCheck check = RequestRules.check(one.request().withModel(new ModelId(one.model())), CATALOG,
                one.platform(), TODAY);
        Set<RequestPart> broken = parts(check.broken());
        Set<RequestPart> warned = parts(check.warnings());

        switch (one.verdict()) {
            case BROKEN -> assertThat(broken).containsExactly(one.part());
            case WARNED -> {
                assertThat(broken).isEmpty();
                assertThat(warned).contains(one.part());
            }
            case FINE -> {
                assertThat(broken).isEmpty();
                assertThat(warned).doesNotContain(one.part());
            }
        }
    }

    @Test
    void everyRuleIsHere() {
        Set<String> expected = new TreeSet<>();
        IntStream.rangeClosed(1, 9).forEach(number -> expected.add("G" + number));
        IntStream.rangeClosed(1, 10).forEach(number -> expected.add("A" + number));
        IntStream.rangeClosed(1, 7).forEach(number -> expected.add("O" + number));
        List<Case> cases = Stream.of(gemini(), agentPlatform(), omni()).flatMap(all -> all).toList();
        Set<String> shown = cases.stream().map(Case::rule).collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).doesNotContainAnyElementsOf(BY_CONSTRUCTION);
        shown.addAll(BY_CONSTRUCTION);
        assertThat(shown).isEqualTo(expected);
        assertThat(cases.stream().collect(Collectors.groupingBy(Case::rule)))
                .allSatisfy((rule, ofIt) -> assertThat(ofIt)
                        .as(rule).anyMatch(one -> one.verdict() != FINE).anyMatch(one -> one.verdict() == FINE
                                || rule.equals("G9")));
    }

    private static Set<RequestPart> parts(List<RuleViolation> violations) {
        return violations.stream().map(RuleViolation::part).collect(Collectors.toSet());
    }

    private static Case g(String rule, String model, VideoRequest request, Verdict verdict, RequestPart part) {
        return new Case(rule, GEMINI_API, model, request, verdict, part);
    }

    private static Case a(String rule, String model, VideoRequest request, Verdict verdict, RequestPart part) {
        return new Case(rule, AGENT_PLATFORM, model, request, verdict, part);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
