// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.doctor;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.manifest.ManifestException;
import dev.veo3.batch.plan.Job;
import dev.veo3.error.ServiceError;
import dev.veo3.model.ModelId;
import dev.veo3.model.Usd;
import dev.veo3.video.VideoRequest;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a doctor finds in programs that are well, and in those that are not. */
class DoctorTest {
    private static final int MEGABYTE = 1 << 20;

    private final AtomicInteger submitted = new AtomicInteger();

    @TempDir
    private Path directory;

    /** An executor whose jobs end at once. */
    private Executor quick() {
        return (job, context) -> {
            submit(job, context);
            return new JobOutcome.Succeeded(List.of());
        };
    }

    private void submit(Job job, JobContext context) throws InterruptedException {
        context.once(JobContext.SUBMIT, () -> {
            submitted.incrementAndGet();
            return new Ending.Happened("operations/" + job.id());
        });
    }

    @Test
    void everythingOnTheListIsLookedAtAndTold() throws Exception {
        List<Check> told = new ArrayList<>();

        Diagnosis diagnosis = Doctor.of(quick(), directory).jobs(20).listener(told::add).examine();

        assertThat(diagnosis.checks()).isEqualTo(told).extracting(Check::subject).containsExactly("CPU profile",
                "memory", "batch sizes", "network latency", "concurrency", "virtual threads", "permits",
                "heap after collection", "open files", "limit of open files", "errors");
        assertThat(check(diagnosis, "CPU profile").result()).isEqualTo(Check.Result.PASS);
        assertThat(directory.resolve("cpu.jfr")).isNotEmptyFile();
        assertThat(check(diagnosis, "CPU profile").figures()).startsWith("10 jobs used ")
                .contains(" ms of CPU time each, ", " processors; ");
        assertThat(check(diagnosis, "open files").result()).as(check(diagnosis, "open files").figures())
                .isEqualTo(Check.Result.PASS);
        assertThat(check(diagnosis, "network latency").figures()).startsWith("a submission was answered within ")
                .endsWith("waits for a quota are not in it.");
        assertThat(check(diagnosis, "virtual threads").figures()).isEqualTo("0 of the batch's are left.");
        assertThat(check(diagnosis, "errors")).isEqualTo(new Check("errors", Check.Result.NOT_CHECKED,
                "it takes a service that fails on purpose, such as the emulator."));
        assertThat(submitted.get()).isEqualTo(2 + 10 + 20 + 20 + trials(diagnosis));
    }

    @Test
    void whereNoJobOfTheFirstBatchHasAVideoItSaysWhyAndTriesNothingElse() throws Exception {
        Diagnosis diagnosis = Doctor.of(failing(1), directory).jobs(20).examine();

        assertThat(diagnosis.checks()).filteredOn(check -> check.result() == Check.Result.FAIL).singleElement()
                .extracting(Check::figures).asString()
                .contains("HTTP 401 UNAUTHENTICATED", "Check the key or the credentials");
        assertThat(diagnosis.checks()).extracting(Check::subject).doesNotHaveDuplicates().hasSize(11);
        assertThat(submitted).as("only the first batch").hasValue(2);
    }

    @Test
    void whereSomeJobsHaveNoVideoTheCommonestReasonIsTold() throws Exception {
        Diagnosis diagnosis = Doctor.of(failing(5), directory).jobs(20).examine();

        assertThat(check(diagnosis, "batch sizes").result()).isEqualTo(Check.Result.FAIL);
        assertThat(check(diagnosis, "batch sizes").figures()).contains("Check the key or the credentials");
        assertThat(check(diagnosis, "concurrency").figures()).contains("Check the key or the credentials");
    }

    /** A service that refuses the key at every so manieth job. */
    private Executor failing(int every) {
        return (job, context) -> {
            context.once(JobContext.SUBMIT, () -> submitted.incrementAndGet() % every == 0
                    ? new Ending.Refused(new ServiceError(401, "UNAUTHENTICATED", "", Optional.empty()))
                    : new Ending.Happened("operations/" + job.id()));
            return new JobOutcome.Succeeded(List.of());
        };
    }

    /** The levels stop where more at once is not faster; each has 16 jobs. */
    private int trials(Diagnosis diagnosis) {
        int rest = submitted.get() - 52;
        assertThat(check(diagnosis, "concurrency").figures()).contains("jobs a minute with 1 at once");
        assertThat(rest).isBetween(3 * 16, 4 * 16);
        assertThat(rest % 16).isZero();
        return rest;
    }

    @Test
    void aProgramThatKeepsWhatItsJobsMadeFailsForItsMemory() throws Exception {
        Queue<byte[]> leak = new ConcurrentLinkedQueue<>();
        Executor leaking = (job, context) -> {
            submit(job, context);
            leak.add(new byte[MEGABYTE]);
            return new JobOutcome.Succeeded(List.of());
        };

        Diagnosis diagnosis = Doctor.of(leaking, directory).jobs(40).examine();

        assertThat(check(diagnosis, "memory").result()).isEqualTo(Check.Result.FAIL);
        assertThat(diagnosis.isHealthy()).isFalse();
        assertThat(diagnosis.describe()).contains("FAIL         memory: ");
        assertThat(leak).isNotEmpty();
    }

    @Test
    void aProgramWhoseJobsLeaveAFileOpenEachFailsForItsFiles() throws Exception {
        Path file = Files.writeString(directory.resolve("input.txt"), "a boat");
        Queue<InputStream> left = new ConcurrentLinkedQueue<>();
        Executor leaking = (job, context) -> {
            submit(job, context);
            left.add(Files.newInputStream(file));
            return new JobOutcome.Succeeded(List.of());
        };
        try {
            for (int jobs : List.of(10, 100)) {
                Check files = check(Doctor.of(leaking, directory).jobs(jobs).examine(), "open files");

                assertThat(files.result()).as(files.figures()).isEqualTo(Check.Result.FAIL);
                assertThat(files.figures()).contains("were open after a batch of " + jobs)
                        .endsWith("jobs open files or connections that they do not close.");
            }
        } finally {
            for (InputStream open : left) {
                open.close();
            }
        }
    }

    /** Only while it is profiled, so that the rest of the visit is short: that batch is the second. */
    @Test
    void aProgramWhoseJobsComputeFailsForItsProcessor() throws Exception {
        Executor computing = (job, context) -> {
            submit(job, context);
            if (job.output().toString().contains("batch-2")) {
                compute(Duration.ofMillis(600));
            }
            return new JobOutcome.Succeeded(List.of());
        };

        Diagnosis diagnosis = Doctor.of(computing, directory).jobs(10).examine();

        Check profile = check(diagnosis, "CPU profile");
        assertThat(profile.result()).as(profile.figures()).isEqualTo(Check.Result.FAIL);
        assertThat(profile.figures()).startsWith("5 jobs used ").contains("more jobs at once will wait for these;");
        assertThat(diagnosis.isHealthy()).isFalse();
    }

    /** Takes so much of a processor, however many others want it. */
    private static void compute(Duration cpu) throws InterruptedException {
        Thread thread = Thread.ofPlatform().start(() -> {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            while (threads.getCurrentThreadCpuTime() < cpu.toNanos()) {
                Thread.onSpinWait();
            }
        });
        thread.join();
    }

    @Test
    void jobsWithoutAVideoFailTheBatch() throws Exception {
        Executor failing = (job, context) -> {
            submit(job, context);
            return new JobOutcome.Failed("the service is not well");
        };

        Check sizes = check(Doctor.of(failing, directory).jobs(10).examine(), "batch sizes");

        assertThat(sizes.result()).isEqualTo(Check.Result.FAIL);
        assertThat(sizes.figures()).contains("0 of 1 jobs have a video.", "the service is not well");
    }

    @Test
    void aServiceThatFailsOnPurposeIsDealtWith() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        Executor troubled = (job, context) -> {
            context.once(JobContext.SUBMIT, () -> attempts.incrementAndGet() % 3 == 0
                    ? new Ending.Refused(
                            new ServiceError(429, "RESOURCE_EXHAUSTED", "", Optional.of(Duration.ofMillis(1))))
                    : new Ending.Happened("operations/" + job.id()));
            return new JobOutcome.Succeeded(List.of());
        };

        Check errors = check(Doctor.of(quick(), directory).jobs(10).troubled(troubled).examine(), "errors");

        assertThat(errors.result()).as(errors.figures()).isEqualTo(Check.Result.PASS);
        assertThat(errors.figures()).startsWith("10 of 10 jobs have a video although the service failed on purpose");
    }

    @Test
    void whatTheBudgetDoesNotAllowIsNotBegunAndNotCalledHealthyOrSick() throws Exception {
        Usd whole = Doctor.of(quick(), directory).jobs(10).estimatedCost();

        Diagnosis diagnosis = Doctor.of(quick(), directory).jobs(10).budget(Usd.of("0.01")).examine();

        assertThat(whole).isGreaterThan(Usd.of("1"));
        assertThat(submitted).hasValue(0);
        assertThat(diagnosis.isHealthy()).isTrue();
        assertThat(check(diagnosis, "CPU profile").result()).isEqualTo(Check.Result.NOT_CHECKED);
        assertThat(check(diagnosis, "CPU profile").figures())
                .contains("5 jobs cost $", "and of the budget of $0.01 $0.00 is spent");
        assertThat(check(diagnosis, "concurrency").result()).isEqualTo(Check.Result.NOT_CHECKED);
    }

    @Test
    void aRequestThatNoModelTakesIsAnErrorAndNothingIsSubmitted() {
        assertThatThrownBy(() -> Doctor.of(quick(), directory)
                .workload(VideoRequest.text("A cat").withModel(new ModelId("veo-2.0-generate-001"))).examine())
                .isInstanceOf(ManifestException.class);
        assertThat(submitted).hasValue(0);
        assertThatThrownBy(() -> Doctor.of(quick(), directory).jobs(9)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 10 jobs");
    }

    private static Check check(Diagnosis diagnosis, String subject) {
        return diagnosis.checks().stream().filter(check -> check.subject().equals(subject)).findFirst().orElseThrow();
    }
}
