// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.profile.LiveClasses;
import dev.veo3.batch.profile.Measure;
import dev.veo3.batch.profile.Profile;
import dev.veo3.batch.profile.ProfileDiff;
import dev.veo3.batch.profile.ProfileText;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands {@code veo3 profile ...}: what recordings of a batch say. */
@Command(name = "profile", description = "Tells where a batch spent its time and its memory, from what --cpu-profile and --mem-profile recorded.", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
final class ProfileCommand {
    private static final String RECORDING = "A recording (.jfr).";
    private static final String OF = "Count CPU_TIME, RUNNING or ALLOCATION; what the recording was made for unless given.";

    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "top", description = "Prints the methods that took the most themselves.", mixinStandardHelpOptions = true)
    int top(@Parameters(paramLabel = "RECORDING", description = RECORDING) Path file,
            @Option(names = {"-n",
                "--rows"}, paramLabel = "N", defaultValue = "15", description = "How many; ${DEFAULT-VALUE} unless given.") int rows,
            @Option(names = "--of", paramLabel = "MEASURE", description = OF) @Nullable Measure measure) {
        int most = atLeastOne(rows);
        print(ProfileText.top(read(file, measure).top(most)));
        return Veo3.OK;
    }

    @Command(name = "list", description = "Prints the lines of one method that took anything.", mixinStandardHelpOptions = true)
    int list(@Parameters(paramLabel = "RECORDING", description = RECORDING) Path file,
            @Parameters(paramLabel = "METHOD", description = "Its name, or the end of it: Class.method.") String method,
            @Option(names = "--source", paramLabel = "DIR", description = "Where the source is looked for, such as src/main/java; may be given several times.") @Nullable List<Path> roots,
            @Option(names = "--of", paramLabel = "MEASURE", description = OF) @Nullable Measure measure) {
        print(ProfileText.lines(read(file, measure).lines(method, roots == null ? List.of() : roots)));
        return Veo3.OK;
    }

    @Command(name = "flame", description = "Writes a flame graph, a page that needs nothing else.", mixinStandardHelpOptions = true)
    int flame(@Parameters(paramLabel = "RECORDING", description = RECORDING) Path file,
            @Option(names = {"-o",
                "--output"}, paramLabel = "FILE", description = "Where it goes; beside the recording unless given.") @Nullable Path page,
            @Option(names = "--of", paramLabel = "MEASURE", description = OF) @Nullable Measure measure) {
        Profile profile = read(file, measure);
        if (page == null) {
            print("Flame graph: " + profile.flame() + "\n");
        } else {
            profile.flame(page);
            print("Flame graph: " + page + "\n");
        }
        return Veo3.OK;
    }

    @Command(name = "live", description = {"Prints what lives on the heap after a garbage collection, by class.",
        "Of a recording of the memory: at its end. Of a Java process of yours that runs on this machine: now, with a pause of it."}, mixinStandardHelpOptions = true)
    int live(
            @Parameters(paramLabel = "RECORDING|PID", description = "A recording (.jfr), or the number of a process.") String what,
            @Option(names = {"-n",
                "--rows"}, paramLabel = "N", defaultValue = "15", description = "How many; ${DEFAULT-VALUE} unless given.") int rows)
            throws InterruptedException {
        int most = atLeastOne(rows);
        boolean isProcess = what.matches("\\d{1,18}") && Files.notExists(Path.of(what));
        print(ProfileText.live(isProcess
                ? LiveClasses.ofProcess(Long.parseLong(what))
                : LiveClasses.of(Profile.read(Path.of(what))), most));
        return Veo3.OK;
    }

    @Command(name = "diff", description = {"Prints what grew from one recording of the memory to another.",
        "With one recording: what its batch left behind."}, mixinStandardHelpOptions = true)
    int diff(@Parameters(paramLabel = "BEFORE", description = RECORDING) Path before,
            @Parameters(paramLabel = "AFTER", arity = "0..1", description = RECORDING) @Nullable Path after,
            @Option(names = {"-n",
                "--rows"}, paramLabel = "N", defaultValue = "15", description = "How many of each kind; ${DEFAULT-VALUE} unless given.") int rows) {
        int most = atLeastOne(rows);
        Profile first = Profile.read(before);
        ProfileDiff diff = after == null ? ProfileDiff.within(first) : ProfileDiff.between(first, Profile.read(after));
        print(ProfileText.diff(diff, most));
        return Veo3.OK;
    }

    private static Profile read(Path file, @Nullable Measure measure) {
        Profile profile = Profile.read(file);
        return measure == null ? profile : profile.by(measure);
    }

    private int atLeastOne(int rows) {
        if (rows < 1) {
            throw new ParameterException(typed(),
                    "Invalid value for option '--rows' (N): at least 1 row is printed, not " + rows);
        }
        return rows;
    }

    /** The command of this group that was typed, whose usage helps. */
    private picocli.CommandLine typed() {
        picocli.CommandLine group = Objects.requireNonNull(spec).commandLine();
        return group.getParseResult().hasSubcommand()
                ? group.getParseResult().subcommand().commandSpec().commandLine()
                : group;
    }

    private void print(String text) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
