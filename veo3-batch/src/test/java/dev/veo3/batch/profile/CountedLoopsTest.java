// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Asked of Java runtimes of their own, because a runtime has one collector. */
class CountedLoopsTest {

    /** What the other runtime runs. */
    public static void main(String[] args) {
        System.exit(CountedLoops.areToldOfTheirCallers() ? 10 : 20);
    }

    @ParameterizedTest
    @CsvSource({"-XX:+UseSerialGC, 10", "-XX:+UseParallelGC, 10", "-XX:+UseG1GC, 20"})
    void itIsKnownOfEachCollectorWhetherItHidesLoops(String collector, int answer) throws Exception {
        assertThat(run(List.of(collector))).isEqualTo(answer);
    }

    @Test
    void theOptionMendsIt() throws Exception {
        assertThat(run(List.of("-XX:+UseSerialGC", "-XX:+UseCountedLoopSafepoints"))).isEqualTo(20);
    }

    private static int run(List<String> options) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(options);
        builder.command()
                .addAll(List.of("-cp", System.getProperty("java.class.path"), CountedLoopsTest.class.getName()));
        return builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }
}
