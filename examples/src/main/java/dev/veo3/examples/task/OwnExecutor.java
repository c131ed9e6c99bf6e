// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples.task;

import dev.veo3.batch.BatchProcessor;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.manifest.BatchManifest;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Jobs that something other than Google makes: limits, budget, resuming and reports are the same. */
public final class OwnExecutor {

    private OwnExecutor() {}

    /** Whoever makes the videos instead. */
    public interface Studio {

        /** Orders a video, which costs money; the ticket by which it is fetched. */
        String order(VideoRequest request);

        /** Waits for the video of an order and writes it. */
        void fetch(String ticket, Path output) throws IOException, InterruptedException;
    }

    /** An executor that orders each video once, whatever happens. */
    public static Executor of(Studio studio) {
        // @start region="readme"
        Executor executor = (job, context) -> {
            String ticket = context.once(JobContext.SUBMIT, () -> new Ending.Happened(studio.order(job.request())));
            studio.fetch(ticket, job.output());
            return new JobOutcome.Succeeded(List.of(job.output()));
        };
        // @end
        return executor;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("veo3-");
        BatchManifest manifest = BatchManifest.builder().job("boat", VideoRequest.text("A boat"), "boat.mp4").build();
        try (BatchProcessor processor = BatchProcessor.builder(of(new Drawer())).outputDirectory(directory).build()) {
            System.out.println(processor.process(manifest).summary());
        }
    }

    /** Put a real one in its place, and the videos are real. */
    private static final class Drawer implements Studio {

        @Override
        public String order(VideoRequest request) {
            return "ticket-1";
        }

        @Override
        public void fetch(String ticket, Path output) throws IOException {
            Files.writeString(output, "the video of " + ticket);
        }
    }
}
