// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.auth.CredentialsException;
import dev.veo3.batch.journal.ChangedJobsException;
import dev.veo3.batch.journal.JournalException;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.manifest.Problem;
import dev.veo3.batch.profile.ProfileException;
import dev.veo3.batch.report.ResultsFileException;
import dev.veo3.error.VeoException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The command line. It ends with 0 when every job has a video, 1 when some have none, 2 when its input is wrong,
 * and 130 on Ctrl-C.
 */
@Command(name = "veo3", description = "Turns a manifest of jobs into videos.", mixinStandardHelpOptions = true, version = "veo3 for Java 1.0.0-SNAPSHOT", subcommands = {
    BatchCommand.class, ClusterCommand.class, DemoCommand.class, DoctorCommand.class, EmulatorCommand.class,
    ProfileCommand.class, TuneCommand.class,
    HelpCommand.class}, synopsisSubcommandLabel = "COMMAND")
public final class Veo3 {
    /** Every job has a video. */
    public static final int OK = 0;
    /** Some jobs have no video. */
    public static final int JOBS_FAILED = 1;
    /** A manifest, a results file or an argument is wrong; nothing was submitted. */
    public static final int BAD_INPUT = 2;
    /** A fault of this program or of the machine. */
    public static final int BROKEN = 3;
    /** Ctrl-C was pressed: what a shell expects of a process that ended by it. */
    public static final int INTERRUPTED = 130;

    Veo3() {}

    /** Runs one command and ends the process. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(run(out, err, args));
    }

    /** Runs one command; what it ends with. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = new CommandLine(new Veo3());
        commandLine.setOut(out);
        commandLine.setErr(err);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((error, command, parsed) -> report(error, command.getErr()));
        return commandLine.execute(args);
    }

    private static int report(Exception error, PrintWriter err) {
        switch (error) {
            case ManifestException manifest -> problems(manifest.problems(), err);
            case ResultsFileException e -> err.println(e.getMessage());
            case ChangedJobsException e -> err.println(e.getMessage() + System.lineSeparator()
                    + "Nothing was submitted. On the command line a change is accepted with --accept-change ID.");
            case JournalException e -> err.println(e.getMessage());
            case ProfileException e -> err.println(e.getMessage());
            case CredentialsException e -> err.println(e.getMessage());
            case IllegalArgumentException e -> err.println(e.getMessage());
            case CancellationException e -> {
                err.println(e.getMessage());
                return INTERRUPTED;
            }
            case VeoException e -> {
                err.println(e.getMessage());
                return BROKEN;
            }
            case FileSystemException e when e.getReason() != null -> {
                err.println(e.getMessage() + ".");
                return BROKEN;
            }
            default -> {
                // A person wants to know what happened, not where in the program.
                err.println("veo3 broke off: " + error);
                return BROKEN;
            }
        }
        return BAD_INPUT;
    }

    private static void problems(List<Problem> problems, PrintWriter err) {
        problems.forEach(problem -> err.println(problem.describe()));
        err.println(problems.size() == 1
                ? "1 problem; nothing was submitted."
                : problems.size() + " problems; nothing was submitted.");
    }
}
