// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Any text at all is a template or is refused with a place in it. */
class TemplateParserFuzz {
    /** For private use: hardly any text has it. */
    private static final char GAP = '\uE000';

    // As libFuzzer reads them: a backslash is written twice, a control character by its number.
    @DictionaryEntries({"{{", "}}", "\\\\{{", "\\\\}}", "{{a}}", "{{ b |", "|", "\\x0D\\x0A", "\\x09"})
    @FuzzTest(maxDuration = "60s")
    void aTextIsATemplateOrIsRefusedWithItsPlace(FuzzedDataProvider data) {
        String value = data.consumeString(20);
        String text = data.consumeRemainingAsString();
        PromptTemplate template;
        try {
            template = PromptTemplate.parse(text);
        } catch (TemplateException refused) {
            placeIsInTheText(refused, text);
            return;
        }
        assertThat(template.text()).isEqualTo(text);
        assertThat(template.variables()).doesNotHaveDuplicates().allMatch(name -> name.matches("[A-Za-z0-9_]+"));
        if (text.indexOf(GAP) < 0) {
            String gaps = template.render(name -> Optional.of(String.valueOf(GAP)));
            assertThat(template.render(name -> Optional.of(value))).isEqualTo(gaps.replace(String.valueOf(GAP), value));
        }
    }

    private static void placeIsInTheText(TemplateException refused, String text) {
        String[] lines = text.split("\r\n|\r|\n", -1);
        assertThat(refused.line()).isBetween(1, lines.length);
        assertThat(refused.lineText()).isEqualTo(lines[refused.line() - 1]);
        assertThat(refused.column()).isBetween(1,
                refused.lineText().codePointCount(0, refused.lineText().length()) + 1);
        assertThat(refused.getMessage().lines()).hasSize(3);
    }
}
