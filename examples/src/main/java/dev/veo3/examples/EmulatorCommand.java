// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.emulator.EmulatorMain;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs the emulator until it is ended, for rehearsals by other processes: {@code --base-url} is its first line of output. */
@Command(name = "emulator", description = {"Runs an emulator of the service until Ctrl-C; prints its base URL first.",
    "Options: --port N, --latency TIME, --quota N, --fault RULE and others; --help explains them."})
final class EmulatorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Unmatched
    private List<String> options = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        if (options.contains("--help") || options.contains("-h")) {
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            out.print(EmulatorMain.usage("veo3 emulator"));
            out.flush();
            return Veo3.OK;
        }
        EmulatorMain.main(options.toArray(String[]::new));
        return Veo3.OK;
    }
}
