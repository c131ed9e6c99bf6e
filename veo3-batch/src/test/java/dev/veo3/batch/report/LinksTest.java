// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A link is the same whether the file before it was in the same directory or not. */
class LinksTest {

    @ParameterizedTest
    @CsvSource({"a.mp4, ./a.mp4", "videos/a.mp4, ./videos/a.mp4", "../a.mp4, ./../a.mp4", "../../a.mp4, ./../../a.mp4",
        "../out/a.mp4, ./a.mp4", "videos/../a.mp4, ./a.mp4", "videos/../../a/./b.mp4, ./../a/b.mp4",
        "videos/.., ./", "videos/., ./videos", "../out, ./", "../../my, ./..", "../outer, ./../outer"})
    void theFileBeforeItChangesNothing(String file, String link) {
        Path page = Path.of("/work of/my/out/report.html");
        Path target = page.resolveSibling(file);
        assertThat(Links.from(page).to(target)).as("the first").isEqualTo(link);

        Links links = Links.from(page);
        links.to(target.resolveSibling("before.mp4"));
        assertThat(links.to(target)).as("behind one in the same directory").isEqualTo(link);
        links.to(Path.of("elsewhere/a.mp4"));
        assertThat(links.to(target)).as("behind one elsewhere").isEqualTo(link);
    }
}
