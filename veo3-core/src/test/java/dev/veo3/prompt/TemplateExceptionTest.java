// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TemplateExceptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            a {{b;                   1; 3;  {{ is never closed
            {{;                      1; 1;  {{ is never closed
            {{a} b;                  1; 1;  {{ is never closed
            {{a}} {{b {c;            1; 7;  {{ is never closed
            a}} b;                   1; 2;  }} closes braces that were not opened
            {{a}} }};                1; 7;  }} closes braces that were not opened
            \\{{a}} }};              1; 8;  }} closes braces that were not opened
            {{a {{b}} }};            1; 5;  There is a brace inside braces
            {{{a}}};                 1; 3;  There is a brace inside braces
            {{a}b}};                 1; 4;  There is a brace inside braces
            {{a|{b}}};               1; 5;  There is a brace inside braces
            {{}};                    1; 1;  The variable has no name
            x {{  }};                1; 3;  The variable has no name
            {{|x}};                  1; 1;  The variable has no name
            {{a b}};                 1; 4;  A variable's name has no white space in it
            {{a-b}};                 1; 4;  A variable's name has no '-' in it
            {{é}};                   1; 3;  A variable's name has no 'é' in it
            😀 {{😀}};               1; 5;  A variable's name has no '😀' in it
            {{a.b|c}};               1; 4;  A variable's name has no '.' in it
            """)
    void saysWhatIsWrongAndWhere(String template, int line, int column, String problem) {
        TemplateException refused = refusal(template);

        assertThat(refused).hasMessageStartingWith(problem + " at line " + line + ", column " + column + ". ");
        assertThat(refused.line()).isEqualTo(line);
        assertThat(refused.column()).isEqualTo(column);
        assertThat(refused.lineText()).isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource({"200B", "0007", "00A0", "D83D", "202E"})
    void aCharacterThatNobodySeesIsNamedByItsNumber(String number) {
        String invisible = String.valueOf((char) Integer.parseInt(number, 16));

        TemplateException refused = refusal("{{a" + invisible + "b}}");

        assertThat(refused)
                .hasMessageStartingWith("A variable's name has no U+" + number + " in it at line 1, column 4.");
    }

    @Test
    void theMessageDoesNothingToATerminal() {
        TemplateException refused = refusal("\u001b[2J\u202e\u0000 }} \u0007");

        assertThat(refused.getMessage().lines().skip(1)).containsExactly("\ufffd[2J\ufffd\ufffd }} \ufffd", "       ^");
        assertThat(refused.lineText()).isEqualTo("\u001b[2J\u202e\u0000 }} \u0007");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\r\n "})
    void aBlankTemplateIsRefused(String blank) {
        TemplateException refused = refusal(blank);

        assertThat(refused)
                .hasMessageStartingWith("The template is empty at line 1, column 1. Write the prompt's text.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void everyKindOfLineEndIsCounted(String end) {
        TemplateException refused = refusal("one" + end + end + "three }} x" + end + "four");

        assertThat(refused.line()).isEqualTo(3);
        assertThat(refused.column()).isEqualTo(7);
        assertThat(refused.lineText()).isEqualTo("three }} x");
    }

    @Test
    void theMessageShowsTheLineWithAMarkUnderThePlace() {
        assertThat(refusal("first\n\tthe {{sub ject}} walks\nlast")).hasMessage("""
                A variable's name has no white space in it at line 2, column 11. \
                Use letters, digits and underscores, and {{name|default}} for a default.
                \tthe {{sub ject}} walks
                \t         ^""");
    }

    @ParameterizedTest
    @CsvSource({"中文,4", "日本語かな,10", "한글,4", "\uff21\uff5d,4", "\uff76\uff85,2", "😀🎬,4", "\u231a\u2705,4",
        "\u2601\u270f,2",
        "e\u0301,1", "\u0928\u094d\u0926,2", "\u20ac\u20dd,1", "\u2601\ufe0f,1", "🇩🇪,2", "👍🏽,2", "か\u3099,2",
        "\u1112\u1161\u11ab,2", "𠀀,2", "é,1"})
    void theMarkStandsUnderThePlaceBehindWideCharactersAndCombiningMarks(String before, int cells) {
        TemplateException refused = refusal(before + "}}");

        assertThat(refused.getMessage().lines().skip(1)).containsExactly(before + "}}", " ".repeat(cells) + "^");
        assertThat(refused.column()).isEqualTo(before.codePointCount(0, before.length()) + 1);
    }

    @Test
    void aLongLineIsShownInPart() {
        TemplateException refused = refusal("x".repeat(500) + "😀}}" + "y".repeat(500));

        assertThat(refused.column()).isEqualTo(502);
        assertThat(refused.lineText()).hasSize(1004);
        assertThat(refused.getMessage().lines().skip(1)).containsExactly(
                "…" + "x".repeat(58) + "😀}}" + "y".repeat(58) + "…", " ".repeat(61) + "^");
    }

    private static TemplateException refusal(String template) {
        TemplateException refused = catchThrowableOfType(TemplateException.class,
                () -> PromptTemplate.parse(template));
        assertThat(refused).as("the refusal of '%s'", template).isNotNull();
        return refused;
    }
}
