// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PromptTemplateTest {

    @ParameterizedTest
    @CsvSource({"8, 28", "2048, 20"})
    void aPromptThatNoStringCanHoldIsRefusedWithItsLength(int gaps, int lengthOfValuesInBits) {
        PromptTemplate template = PromptTemplate.parse("-" + "{{a}}".repeat(gaps));
        Map<String, String> values = Map.of("a", "x".repeat(1 << lengthOfValuesInBits));

        assertThatThrownBy(() -> template.render(values)).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "The prompt would have 2147483649 characters, and a string has at most 2147483647. Give shorter values.");
    }

    @Test
    void valuesFillTheGaps() {
        PromptTemplate template = PromptTemplate.parse("{{product}} rotating on {{surface}} with {{lighting}}");

        assertThat(template.render(Map.of("product", "A watch", "surface", "marble", "lighting", "soft light")))
                .isEqualTo("A watch rotating on marble with soft light");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            no gap at all;                no gap at all
            {{a}};                        A
            {{a}}{{b}};                   AB
            {{ a }} and {{\ta\t}};        A and A
            {{a}} {{a}} {{b}};            A A B
            x{{missing|y}}z;              xyz
            {{a|unused}};                 A
            {{missing| some words }};     some words
            {{missing|a|b}};              a|b
            [{{missing|}}];               []
            {{ missing | x }};            x
            { {a} };                      { {a} }
            }{{a}}{;                      }A{
            {{a}}};                       A}
            a\\b \\ {{a}};                a\\b \\ A
            \\{{a}};                      {{a}}
            \\{{a}} {{a}};                {{a}} A
            \\{{a\\}} {{a}};              {{a}} A
            \\{{{a}};                     {{{a}}
            {\\}};                        {}}
            \\}}{{a}}\\{{;                }}A{{
            {{_1}} {{Z_9}};               one nine
            """)
    void rendersAs(String template, String expected) {
        Map<String, String> values = Map.of("a", "A", "b", "B", "_1", "one", "Z_9", "nine");

        assertThat(PromptTemplate.parse(template).render(values)).isEqualTo(expected);
    }

    @Test
    void whiteSpaceAroundANameMayBeALineEnd() {
        assertThat(PromptTemplate.parse("{{\n  a\r\n}}!").render(Map.of("a", "A"))).isEqualTo("A!");
    }

    @Test
    void aValueThatLooksLikeAVariableStaysAsItIs() {
        PromptTemplate template = PromptTemplate.parse("{{a}} {{b}}");

        assertThat(template.render(Map.of("a", "{{b}}", "b", "\\{{a}} $1 {{c|d}}")))
                .isEqualTo("{{b}} \\{{a}} $1 {{c|d}}");
    }

    @Test
    void variablesAreListedOnceInOrderOfFirstUse() {
        PromptTemplate template = PromptTemplate.parse("{{z}} {{a}} {{z}} {{m|1}} \\{{no}} {{a|2}}");

        assertThat(template.variables()).containsExactly("z", "a", "m");
    }

    @Test
    void extraValuesAreIgnored() {
        assertThat(PromptTemplate.parse("{{a}}").render(Map.of("a", "A", "b", "B"))).isEqualTo("A");
    }

    @Test
    void allMissingVariablesAreNamedTogether() {
        PromptTemplate template = PromptTemplate.parse("{{b}} {{a}} {{has}} {{b}} {{c|1}} {{d|1}} {{d}}");

        MissingVariablesException missing = catchThrowableOfType(MissingVariablesException.class,
                () -> template.render(Map.of("has", "")));

        assertThat(missing.names()).containsExactly("b", "a", "d");
        assertThat(missing)
                .hasMessage("No value for {{b}}, {{a}}, {{d}}. Give them values, or write a default into the "
                        + "template: {{b|default}}.");
    }

    @Test
    void aNullInAMapIsNoValue() {
        Map<String, String> values = new HashMap<>();
        values.put("a", null);

        assertThatThrownBy(() -> PromptTemplate.parse("{{a}}").render(values))
                .isInstanceOf(MissingVariablesException.class).hasMessageContaining("Give it a value");
    }

    @Test
    void aFunctionIsAskedOnceForEachVariableInOrder() {
        List<String> asked = new ArrayList<>();

        String prompt = PromptTemplate.parse("{{b}} {{a|x}} {{b}}").render(name -> {
            asked.add(name);
            return name.equals("a") ? Optional.empty() : Optional.of("B");
        });

        assertThat(prompt).isEqualTo("B x B");
        assertThat(asked).containsExactly("b", "a");
    }

    @Test
    @SuppressWarnings("NullAway") // What a caller does who is not checked for nulls.
    void aFunctionThatAnswersNullIsToldForWhichVariable() {
        PromptTemplate template = PromptTemplate.parse("{{a}} {{b}}");

        assertThatThrownBy(() -> template.render(name -> name.equals("a") ? Optional.of("A") : null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the function answered null for {{b}}, not an Optional");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "{{a}} b \\{{c}}", "\n\t{{ a | b }}"})
    void theTextIsKept(String text) {
        PromptTemplate template = PromptTemplate.parse(text);

        assertThat(template.text()).isEqualTo(text);
        assertThat(template).hasToString(text).isEqualTo(PromptTemplate.parse(text))
                .hasSameHashCodeAs(PromptTemplate.parse(text)).isNotEqualTo(PromptTemplate.parse(text + " "));
    }

    @Test
    void theVariablesCannotBeChanged() {
        List<String> variables = PromptTemplate.parse("{{a}}").variables();

        assertThatThrownBy(() -> variables.add("b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50})
    void anyNumberOfGapsIsFilled(int gaps) {
        StringBuilder text = new StringBuilder("start");
        StringBuilder expected = new StringBuilder("start");
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < gaps; i++) {
            text.append("{{v").append(i).append("}}<").append(i).append('>');
            expected.append("value ").append(i).append('<').append(i).append('>');
            values.put("v" + i, "value " + i);
        }

        assertThat(PromptTemplate.parse(text.toString()).render(values)).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 20})
    void aValueThatIsMissingIsFoundInAnyNumberOfGaps(int gaps) {
        PromptTemplate template = PromptTemplate.parse("{{there}}".repeat(gaps - 1) + "{{missing}}");

        MissingVariablesException missing = catchThrowableOfType(MissingVariablesException.class,
                () -> template.render(Map.of("there", "x")));

        assertThat(missing.names()).containsExactly("missing");
    }

    @Test
    void aMapThatForgetsAValueMeanwhileStillGetsAnErrorThatNamesIt() {
        Map<String, String> forgetful = new HashMap<>() {
            private static final long serialVersionUID = 1L;
            private int asked;

            @Override
            public String get(Object name) {
                return asked++ == 0 ? null : "found again";
            }
        };

        MissingVariablesException missing = catchThrowableOfType(MissingVariablesException.class,
                () -> PromptTemplate.parse("{{a}} {{b}}").render(forgetful));

        assertThat(missing.names()).containsExactly("a");
    }

    @Test
    void rendersInManyThreadsAtOnceFromTheFirstUseOn() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            PromptTemplate template = PromptTemplate.parse("\\{{ {{a}} {{b|B}} {{a}}" + round);
            Queue<String> prompts = new ConcurrentLinkedQueue<>();
            CountDownLatch ready = new CountDownLatch(4);
            List<Thread> threads = Stream.generate(() -> Thread.ofPlatform().start(() -> {
                ready.countDown();
                while (ready.getCount() > 0) {
                    Thread.onSpinWait();
                }
                prompts.add(template.render(Map.of("a", "A")));
            })).limit(4).toList();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(prompts).hasSize(4).containsOnly("{{ A B A" + round);
        }
    }

    @Test
    void aThousandTemplatesNeedNoClassOfTheirOwn() {
        String gap = "{{a}}";
        for (int gaps = 0; gaps < 12; gaps++) {
            PromptTemplate.parse("warm " + gap.repeat(gaps)).render(Map.of("a", "A"));
        }
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        long before = classes.getTotalLoadedClassCount();

        for (int i = 0; i < 1_000; i++) {
            PromptTemplate.parse(i + gap.repeat(i % 12)).render(Map.of("a", "A"));
        }

        // Other threads of the test's process may load a few.
        assertThat(classes.getTotalLoadedClassCount() - before).isLessThan(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            plain;          plain
            {{a}};          \\{{a\\}}
            { } {{;         { } \\{{
            {{{{;           \\{{\\{{
            }}};            \\}}}
            \\{{;           \\\\{{
            """)
    void escapesAs(String text, String template) {
        assertThat(PromptTemplate.escape(text)).isEqualTo(template);
        assertThat(PromptTemplate.parse(template).render(Map.of())).isEqualTo(text);
    }

    @Test
    void manyEscapesAndGapsAreReadInOnePass() {
        String text = "\\{{x}} {{a}} ".repeat(50_000);

        assertThat(PromptTemplate.parse(text).render(Map.of("a", "b"))).isEqualTo("{{x}} b ".repeat(50_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{", "}}", "\\{{", "{", "{ }", "x"})
    void timeGrowsNoFasterThanTheText(String shard) {
        // Were it to grow with the square, this would take hours.
        String text = shard.repeat(1_000_000);

        assertThat(PromptTemplate.parse(PromptTemplate.escape(text)).render(Map.of())).isEqualTo(text);
    }
}
