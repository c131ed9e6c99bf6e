// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What holds for every text, tried on many that are drawn with a fixed seed. */
class TemplatePropertiesTest {
    /** Those of the texts below that take the place of two letters. */
    private static final Set<String> WIDE = Set.of("😀", "中");
    private static final int ROUNDS = 100_000;
    /** What templates are made of, so that most texts come near to one. */
    private static final List<String> SHARDS = List.of("{{", "}}", "{", "}", "\\", "\\{{", "\\}}", "|", "a", "b_1", "Z",
            " ",
            "\t", "\n", "\r", "\r\n", "é", "😀", "\ud83d", "{{a}}", "{{ b_1 }}", "{{a|x}}", "{{|", "-", "\u00a0",
            "\u200b");

    private final Random random = new Random(20261125);

    @Test
    void everyTextIsATemplateOrIsRefusedAsTheRulesSay() {
        int templates = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = text(12);
            Optional<String> expected = ReferenceRenderer.render(text,
                    Map.of("a", "{{b_1}}", "b_1", "\\{{", "Z", "$1"));
            Optional<PromptTemplate> template = parse(text);

            assertThat(template.isPresent()).as("<%s> is a template", text).isEqualTo(expected.isPresent());
            if (template.isPresent()) {
                templates++;
                Map<String, String> values = new LinkedHashMap<>(Map.of("a", "{{b_1}}", "b_1", "\\{{", "Z", "$1"));
                template.get().variables().forEach(name -> values.putIfAbsent(name, ReferenceRenderer.OTHER));
                assertThat(template.get().render(values)).as("<%s> rendered", text).isEqualTo(expected.get());
                assertThat(template.get().render(name -> Optional.of(values.get(name)))).isEqualTo(expected.get());
            }
        }
        assertThat(templates).isBetween(ROUNDS / 10, ROUNDS - ROUNDS / 10);
    }

    @Test
    void everyTextCanBeWrittenAsATemplate() {
        for (int round = 0; round < ROUNDS; round++) {
            String text = text(12);
            if (!text.isBlank()) {
                PromptTemplate template = PromptTemplate.parse(PromptTemplate.escape(text));

                assertThat(template.variables()).isEmpty();
                assertThat(template.render(Map.of())).isEqualTo(text);
            }
        }
    }

    @Test
    void aValueStaysAsItIsWhateverItSays() {
        PromptTemplate template = PromptTemplate.parse("<{{a}}|{{b}}|{{a}}>");
        for (int round = 0; round < ROUNDS; round++) {
            String a = text(6);
            String b = text(6);

            assertThat(template.render(Map.of("a", a, "b", b))).isEqualTo("<" + a + "|" + b + "|" + a + ">");
        }
    }

    @Test
    void theMarkStandsUnderThePlaceWhateverStandsBeforeIt() {
        List<String> harmless = List.of("a", "word ", "\t", "😀", "é", "{ ", "\\ ", "{{a}}", "{{ b | 😀\t }}", "中",
                "|");
        for (int round = 0; round < ROUNDS / 10; round++) {
            String end = List.of("\n", "\r", "\r\n").get(random.nextInt(3));
            List<String> lines = IntStream.range(0, random.nextInt(4)).mapToObj(line -> text(harmless, 8)).toList();
            String before = text(harmless, 8) + "x";
            String after = text(harmless, 8).replace("\\", "");
            String line = before + "}}" + after;

            TemplateException refused = catchThrowableOfType(TemplateException.class, () -> PromptTemplate
                    .parse(String.join("", lines.stream().map(one -> one + "." + end).toList()) + line + end + "last"));

            assertThat(refused.line()).as(line).isEqualTo(lines.size() + 1);
            assertThat(refused.column()).as(line).isEqualTo(before.codePointCount(0, before.length()) + 1);
            assertThat(refused.lineText()).isEqualTo(line);
            List<String> message = refused.getMessage().lines().toList();
            assertThat(message).as(line).hasSize(3);
            if (line.length() <= 60) {
                assertThat(message.get(1)).isEqualTo(line);
                assertThat(message.get(2)).isEqualTo(before.codePoints()
                        .mapToObj(c -> c == '\t' ? "\t" : WIDE.contains(Character.toString(c)) ? "  " : " ")
                        .collect(Collectors.joining()) + "^");
            }
        }
    }

    @Test
    void everyRefusalNamesAPlaceInTheText() {
        for (int round = 0; round < ROUNDS; round++) {
            String text = text(12);
            try {
                PromptTemplate.parse(text);
            } catch (TemplateException refused) {
                String[] lines = text.split("\r\n|\r|\n", -1);
                assertThat(refused.line()).as(text).isBetween(1, lines.length);
                String line = lines[refused.line() - 1];
                assertThat(refused.lineText()).as(text).isEqualTo(line);
                assertThat(refused.column()).as(text).isBetween(1, line.codePointCount(0, line.length()) + 1);
            }
        }
    }

    private static Optional<PromptTemplate> parse(String text) {
        try {
            return Optional.of(PromptTemplate.parse(text));
        } catch (TemplateException refused) {
            return Optional.empty();
        }
    }

    private String text(int longest) {
        return text(SHARDS, longest);
    }

    private String text(List<String> shards, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            text.append(shards.get(random.nextInt(shards.size())));
        }
        return text.toString();
    }
}
