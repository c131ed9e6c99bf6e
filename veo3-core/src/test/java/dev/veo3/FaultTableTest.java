// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.FaultRule.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every fault of the emulator at every stage: what our client tells, and that a submission goes out once. Beside it, what Google's client
 * for Java does with the same fault. The table goes to {@code target/fault-table.md} and to the standard output.
 */
class FaultTableTest {
    private static final List<FaultRow> ROWS = FaultRow.all();
    private static final Map<Integer, String> LINES = new ConcurrentHashMap<>();

    @TempDir
    Path directory;

    static Stream<Arguments> rowsAndStages() {
        return ROWS.stream().flatMap(row -> Arrays.stream(Stage.values()).filter(row::happensAt)
                .map(stage -> Arguments.of(row, stage)));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("rowsAndStages")
    void aFaultHasItsOutcomeAndASubmissionIsSentOnce(FaultRow row, Stage stage) throws Exception {
        FaultRule rule = rule(row, stage);
        FaultRun ours = new OurFaultRun(directory, row.fault()).at(rule);

        assertThat(row.expected(stage).split(" or ")).contains(ours.outcome());
        assertThat(ours.submits()).isEqualTo(1);
        assertThat(ours.accepted()).isLessThanOrEqualTo(1);
        if (stage == Stage.SUBMIT) {
            assertThat(ours.accepted()).as("what was not refused may have been accepted")
                    .isLessThanOrEqualTo(row.submit().equals("Refused") ? 0 : 1);
        } else {
            assertThat(new OurFaultRun(directory, row.fault()).afterwards(rule)).isIn("Succeeded", "whole");
        }

        OfficialFaultRun official = new OfficialFaultRun(directory, row.fault());
        LINES.put(ROWS.indexOf(row) * 10 + stage.ordinal(),
                line(row, stage, ours, official.at(rule.first(1)), official.at(rule)));
    }

    @Test
    void everyFaultOfTheListIsInTheTable() {
        Set<Class<?>> inTable = ROWS.stream().map(row -> row.fault().getClass()).collect(Collectors.toSet());

        assertThat(inTable).containsExactlyInAnyOrderElementsOf(kinds(Fault.class).collect(Collectors.toSet()));
        assertThat(ROWS).allSatisfy(row -> assertThat(Arrays.stream(Stage.values()).filter(row::happensAt))
                .containsExactlyElementsOf(possible(row.fault())));
    }

    @Test
    void theOfficialClientPaysSeveralTimesForOneVideo() throws Exception {
        FaultRow lost = ROWS.stream().filter(row -> row.fault() instanceof Fault.ReplyLostAfterAcceptance).findFirst()
                .orElseThrow();
        FaultRule rule = rule(lost, Stage.SUBMIT);
        OfficialFaultRun official = new OfficialFaultRun(directory, lost.fault());

        assertThat(official.at(rule.first(1)).accepted()).isEqualTo(2);
        assertThat(official.at(rule).accepted()).isGreaterThan(2);
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(FaultTableTest::kinds)
                : Stream.of(type);
    }

    private static List<Stage> possible(Fault fault) {
        List<Stage> stages = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            try {
                stages.add(new FaultRule(stage, new FaultRule.Every(), new FaultRule.Numbers(1, 1), fault).stage());
            } catch (IllegalArgumentException e) {
                // It cannot happen there.
            }
        }
        return stages;
    }

    private static FaultRule rule(FaultRow row, Stage stage) {
        return new FaultRule(stage, new FaultRule.Every(), new FaultRule.Numbers(1, Integer.MAX_VALUE), row.fault());
    }

    private static String line(FaultRow row, Stage stage, FaultRun ours, FaultRun once, FaultRun always) {
        return "| " + String.join(" | ", row.name(), stage.name().toLowerCase(java.util.Locale.ROOT),
                cells(ours, stage), cells(once, stage), cells(always, stage)) + " |";
    }

    private static String cells(FaultRun run, Stage stage) {
        return switch (stage) {
            case SUBMIT -> run.outcome() + " | " + run.submits() + " | " + run.accepted();
            case POLL -> run.outcome() + " | " + run.polls() + " | \u2013";
            case DOWNLOAD -> run.outcome() + " | " + run.downloads() + " | \u2013";
        };
    }

    @AfterAll
    static void writeTheTable() throws Exception {
        List<String> lines = new ArrayList<>(List.of("# What becomes of each fault", "",
                "Sent: the requests that the emulator received at that stage. Taken: the submissions that it accepted, each of them"
                        + " a video to be paid.",
                "google-genai 2.0.0 as it is when nothing is said (5 attempts), except that its waits of 1 to 60 s"
                        + " between two attempts are 10 to 20 ms here",
                "(HttpRetryOptions.initialDelay, maxDelay), and that it gets a timeout of 150 ms where nothing answers:"
                        + " by itself it waits forever. It downloads from the Gemini API only.",
                "",
                "| fault | at | veo3 | sent | taken | google-genai, struck once | sent | taken | google-genai, struck"
                        + " always | sent | taken |",
                "|---|---|---|--:|--:|---|--:|--:|---|--:|--:|"));
        lines.addAll(new TreeMap<>(LINES).values());
        Path file = Files.createDirectories(Path.of("target")).resolve("fault-table.md");
        Files.write(file, lines);
        System.out.println(String.join(System.lineSeparator(), lines));
    }
}
