// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.emulator.Emulator;
import dev.veo3.emulator.Fault;
import dev.veo3.emulator.FaultRule;
import dev.veo3.emulator.FaultRule.Stage;
import dev.veo3.error.VeoException;
import dev.veo3.time.ManualTime;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Our client meets a fault: one submit, one poll or one download. What comes before goes well. */
final class OurFaultRun {
    private static final AwaitOptions QUICKLY = AwaitOptions.standard().withIntervals(Duration.ofMillis(1),
            Duration.ofMillis(10));
    private static final VideoRequest REQUEST = VideoRequest.text("A lighthouse in a storm").withSettings(
            VideoSettings.builder().samples(2).duration(Duration.ofSeconds(4)).storageUri("gs://films/").build());

    private final Path directory;
    private final Fault fault;

    OurFaultRun(Path directory, Fault fault) {
        this.directory = directory;
        this.fault = fault;
    }

    FaultRun at(FaultRule rule) throws InterruptedException {
        try (Emulator emulator = FaultRuns.emulator(rule);
                VeoClient veo = client(emulator).build();
                VeoClient struck = client(emulator).timeouts(patience()).build()) {
            return FaultRun.of(switch (rule.stage()) {
                case SUBMIT -> submit(struck);
                case POLL -> poll(struck, accepted(veo.submit(REQUEST)));
                case DOWNLOAD -> download(struck, film(veo), directory.resolve("film.mp4"));
            }, emulator.ledger());
        }
    }

    /** The same stage, after the fault has gone: nothing was lost. */
    String afterwards(FaultRule rule) throws InterruptedException {
        try (Emulator emulator = FaultRuns.emulator(rule.first(1));
                VeoClient veo = client(emulator).build();
                VeoClient struck = client(emulator).timeouts(patience()).build()) {
            OperationName operation = accepted(veo.submit(REQUEST));
            if (rule.stage() == Stage.POLL) {
                poll(struck, operation);
                return veo.await(operation, QUICKLY).getClass().getSimpleName();
            }
            GeneratedVideo film = ((VideoOutcome.Succeeded) veo.await(operation, QUICKLY)).videos().getFirst();
            Path target = directory.resolve("again.mp4");
            return download(struck, film, target).equals("whole") ? "whole" : download(veo, film, target);
        }
    }

    /** Its waits take no time. */
    private VeoClientBuilder client(Emulator emulator) {
        return TestClients.at(emulator.baseUrl(), directory).time(ManualTime.selfAdvancing(Instant.now()));
    }

    /** Only who is left waiting has to give up soon. */
    private Timeouts patience() {
        Duration soon = Duration.ofMillis(150);
        return fault instanceof Fault.Stall
                ? new Timeouts(Duration.ofSeconds(20), soon, soon, soon)
                : Timeouts.standard();
    }

    private String submit(VeoClient veo) throws InterruptedException {
        SubmitOutcome outcome = veo.submit(REQUEST);
        String name = outcome.getClass().getSimpleName();
        return outcome instanceof SubmitOutcome.Accepted accepted && fault instanceof Fault.OfOutcome
                ? name + ", " + veo.await(accepted.operation(), QUICKLY).getClass().getSimpleName()
                : name;
    }

    private static String poll(VeoClient veo, OperationName operation) throws InterruptedException {
        try {
            return veo.poll(operation).getClass().getSimpleName();
        } catch (VeoException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static String download(VeoClient veo, GeneratedVideo film, Path target) throws InterruptedException {
        try {
            veo.download(film, target);
            return "whole";
        } catch (VeoException e) {
            return e.getClass().getSimpleName() + (Files.exists(target) ? " with a file" : "");
        }
    }

    private static OperationName accepted(SubmitOutcome outcome) {
        return ((SubmitOutcome.Accepted) outcome).operation();
    }

    private static GeneratedVideo film(VeoClient veo) throws InterruptedException {
        VideoOutcome done = veo.await(accepted(veo.submit(REQUEST)), QUICKLY);
        return ((VideoOutcome.Succeeded) done).videos().getFirst();
    }
}
