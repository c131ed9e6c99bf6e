// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.batch.doctor.Check;
import dev.veo3.batch.doctor.Diagnosis;
import dev.veo3.batch.doctor.Doctor;
import dev.veo3.batch.execute.Executor;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Goes through the checklist of what should be known before many jobs are run. */
@Command(name = "doctor", description = {
    "Runs batches of growing size and checks processor, memory, latency, concurrency, threads, open files and errors.",
    "Against the emulator of this process, or the service that --base-url names. Ends with 1 when something failed."}, mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--jobs", paramLabel = "N", description = "How many jobs the largest batch has, at least 10; ${DEFAULT-VALUE} unless given.")
    private int jobs = Doctor.STANDARD_JOBS;

    @Mixin
    private final TrialOptions trial = new TrialOptions();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (trial; TrialDirectory place = trial.directory()) {
            Executor executor = trial.executor();
            Doctor doctor = Doctor.of(executor, place.path()).jobs(jobs)
                    .listener(check -> out.println(check.describe()));
            doctor = trial.troubled().map(doctor::troubled).orElse(doctor);
            doctor = trial.budget().map(doctor::budget).orElse(doctor);
            out.println("Batches of " + jobs / 10 + " to " + jobs + " jobs at " + trial.place() + ", at most "
                    + doctor.estimatedCost() + " by the price list.");
            Diagnosis diagnosis = doctor.examine();
            long failed = diagnosis.checks().stream().filter(check -> check.result() == Check.Result.FAIL).count();
            if (place.isKept()) {
                out.println("The videos and the CPU profile are in " + place.path() + ".");
            }
            out.println(diagnosis.isHealthy()
                    ? "Nothing failed."
                    : failed + " of " + diagnosis.checks().size() + " checks failed.");
            return diagnosis.isHealthy() ? Veo3.OK : Veo3.JOBS_FAILED;
        }
    }
}
