package dev.veo3.examples;

import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The README's executor: jobs that something other than Google makes. */
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
}
