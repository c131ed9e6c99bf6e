// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.model.Platform;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

import static dev.veo3.model.Platform.AGENT_PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;

/** The rows of the tables of rules: a request, and what of it breaks a rule or is warned of. */
final class RuleTable {
    /** When the Veo models of the Gemini API still answered. */
    private static final LocalDate THEN = LocalDate.parse("2026-10-01");

    static final MediaSource PICTURE = MediaSource.file(Path.of("p.png"));
    static final MediaSource OBJECT = MediaSource.cloud("gs://b/v.mp4", "video/mp4");
    static final MediaSource SERVICE_FILE = MediaSource
            .serviceFile("https://generativelanguage.googleapis.com/v1beta/files/f", "video/mp4");
    static final List<RequestPart> FINE = List.of();

    private RuleTable() {}

    static void check(String model, Platform platform, VideoRequest request, List<RequestPart> broken,
            List<RequestPart> warnings) {
        RequestCheck check = RequestRules.check(request.withModel(new ModelId(model)), ModelCatalog.standard(),
                platform,
                THEN);

        assertThat(check.broken()).as("broken").extracting(RuleViolation::part).containsExactlyElementsOf(broken);
        assertThat(check.warnings()).as("warnings").extracting(RuleViolation::part).containsExactlyElementsOf(warnings);
        assertThat(check.isFine()).isEqualTo(broken.isEmpty());
        assertThat(Stream.concat(check.broken().stream(), check.warnings().stream()))
                .allSatisfy(rule -> assertThat(rule.remedy()).isNotBlank());
    }

    static Arguments row(String rule, String model, VideoRequest request, List<RequestPart> broken,
            List<RequestPart> warnings) {
        return Arguments.of(rule, model, AGENT_PLATFORM, request, broken, warnings);
    }

    static Arguments on(Platform platform, Arguments row) {
        Object[] values = row.get().clone();
        values[2] = platform;
        return Arguments.of(values);
    }

    static VideoSettings.Builder s() {
        return VideoSettings.builder();
    }

    static VideoRequest with(VideoRequest request, VideoSettings.Builder settings) {
        return request.withSettings(settings.build());
    }

    static VideoRequest references(int images, int videos) {
        return new VideoRequest.ReferencesToVideo(ModelId.VEO_3_1, "x", Collections.nCopies(images, PICTURE),
                Collections.nCopies(videos, PICTURE), VideoSettings.standard());
    }

    static VideoSource operation(String name) {
        return VideoSource.of(new OperationName(name));
    }
}
