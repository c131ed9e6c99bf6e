// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.VeoClient;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.execute.Reconciler;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.Service;
import dev.veo3.error.RpcError;
import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.video.FilterReason;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.IfExists;
import dev.veo3.video.LastLook;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import dev.veo3.video.VideoSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each job's videos with a {@link VeoClient}: submits once, waits, downloads. Thread-safe; the client stays its owner's.
 *
 * <p>On the Agent Platform, the videos of a job with a {@code storageUri} go to a place below it that belongs to one attempt alone. By
 * that place an attempt of unknown fate is found again, for {@link dev.veo3.batch.execute.AmbiguityPolicy.Reconcile}; the client's
 * credentials must be allowed to list the bucket's objects then.
 *
 * @since 1.0
 */
public final class VeoExecutor implements Executor, Reconciler {
    /** The label by which the service's bill, and the emulator, tell jobs apart. */
    private static final String JOB_LABEL = "veo3-job";

    private static final Logger LOG = LoggerFactory.getLogger(VeoExecutor.class);
    private static final String SUBMIT = JobContext.SUBMIT;
    /** One attempt makes four at the most; if a service makes more, they are paid too. */
    private static final int MOST_VIDEOS = 16;
    /** Answers to a listing that asking again does not change. */
    private static final Set<Integer> LASTING = Set.of(400, 401, 403, 404);

    private final VeoClient client;
    private final AwaitOptions await;

    /** Waits for videos with the client's standard patience. */
    public VeoExecutor(VeoClient client) {
        this(client, AwaitOptions.standard());
    }

    /** Waits for videos like this. */
    public VeoExecutor(VeoClient client, AwaitOptions await) {
        this.client = client;
        this.await = await;
    }

    @Override
    public Service service() {
        return new Service(client.backend().platform(), client.catalog());
    }

    @Override
    public JobOutcome execute(Job job, JobContext context) throws InterruptedException {
        Path directory = directory(job);
        String result = context.once(SUBMIT, new Submission(job, context));
        if (AttemptPlace.is(result)) {
            return found(result, job, context);
        }
        VideoOutcome outcome = client.await(new OperationName(result), await.withSpoolDirectory(directory));
        return switch (outcome) {
            case VideoOutcome.Succeeded(List<GeneratedVideo> videos) -> delivered(videos, List.of(), job, context);
            case VideoOutcome.PartlyFiltered(List<GeneratedVideo> videos, List<FilterReason> reasons, int withheld) ->
                delivered(videos, reasons, job, context);
            case VideoOutcome.Filtered(List<FilterReason> reasons) -> new JobOutcome.Filtered(reasons);
            case VideoOutcome.Failed(RpcError error) ->
                new JobOutcome.Failed("the service failed: " + error.describe(), Optional.of(error.name()));
            case VideoOutcome.Empty() -> new JobOutcome.Empty();
        };
    }

    /** Fewer videos than were asked for mean that a filter held some back, whether the service says so or not. */
    private JobOutcome delivered(List<? extends GeneratedVideo> videos, List<FilterReason> reasons, Job job,
            JobContext context)
            throws InterruptedException {
        context.generated(videos.stream().flatMap(VeoExecutor::uri).toList(), Optional.empty());
        List<Path> files = context.download(() -> download(videos, job, context));
        return files.size() < job.samples() || !reasons.isEmpty()
                ? new JobOutcome.PartlyFiltered(files, reasons)
                : new JobOutcome.Succeeded(files);
    }

    /** Makes the directory before anything is paid: where it cannot be made, no video can be kept. */
    private static Path directory(Job job) {
        Path directory = Objects.requireNonNull(job.output().toAbsolutePath().getParent());
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new VeoFileException("The directory " + directory + " cannot be made: " + e.getMessage()
                    + ". Choose another output directory.", e);
        }
    }

    /** Hands a job to the service, each attempt with a place of its own where the job has one. */
    private final class Submission implements Effect {
        private final Job job;
        private final JobContext context;
        private Optional<String> place = Optional.empty();

        private Submission(Job job, JobContext context) {
            this.job = job;
            this.context = context;
        }

        @Override
        public Optional<String> trace() {
            place = hasStorage() ? AttemptPlace.next(job, SUBMIT, context.attempt(SUBMIT)) : Optional.empty();
            return place;
        }

        @Override
        public Ending run() throws InterruptedException {
            return run(LastLook.none());
        }

        @Override
        public Ending run(LastLook look) throws InterruptedException {
            try {
                return switch (client.submit(request(), look)) {
                    case SubmitOutcome.Accepted accepted -> new Ending.Happened(accepted.operation().value());
                    case SubmitOutcome.Refused refused -> new Ending.Refused(refused.error());
                    case SubmitOutcome.NotSent(String reason) -> new Ending.NotSent(reason);
                    case SubmitOutcome.Ambiguous(String reason) -> new Ending.Unknown(reason);
                };
            } catch (VeoRequestException | VeoFileException e) {
                // Both are found before the first byte leaves.
                return new Ending.NotSent(String.valueOf(e.getMessage()));
            }
        }

        private VideoRequest request() {
            VideoSettings.Builder settings = job.request().settings().toBuilder();
            place.ifPresent(settings::storageUri);
            if (!job.request().settings().labels().containsKey(JOB_LABEL)) {
                settings.label(JOB_LABEL, JobLabel.of(job.id()));
            }
            return job.request().withSettings(settings.build());
        }
    }

    private boolean hasStorage() {
        return switch (client.backend().platform()) {
            case AGENT_PLATFORM -> true;
            case GEMINI_API -> false;
        };
    }

    @Override
    public Optional<String> obstacle(VideoRequest request) {
        if (!hasStorage()) {
            return Optional.of("the Gemini API leaves no trace that could be looked for");
        }
        return request.settings().storageUri().isEmpty()
                ? Optional.of("without a storage_uri the videos leave no trace that could be looked for")
                : Optional.empty();
    }

    /**
     * Looks into the attempt's place in Cloud Storage. Only videos are billed and each is an object there, so an attempt that has left
     * none when its time is over has cost nothing.
     */
    @Override
    public Finding reconcile(Job job, Attempt attempt) throws InterruptedException {
        if (attempt.trace().isEmpty()) {
            return new Finding.StillUnknown("it has no place in Cloud Storage of its own");
        }
        String place = attempt.trace().get();
        try {
            int there = client.storedVideos(place, MOST_VIDEOS).size();
            // The service may be writing the others yet.
            boolean isWhole = there >= job.samples() || (there > 0 && attempt.isOver());
            return isWhole ? new Finding.Happened(place) : new Finding.DidNotHappen();
        } catch (VeoServiceException e) {
            if (LASTING.contains(e.error().httpStatus())) {
                return new Finding.StillUnknown(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** The videos of an attempt that was found by its place. */
    private JobOutcome found(String place, Job job, JobContext context) throws InterruptedException {
        List<GeneratedVideo.Stored> videos = client.storedVideos(place, MOST_VIDEOS);
        return videos.isEmpty() ? new JobOutcome.Empty() : delivered(videos, List.of(), job, context);
    }

    private static Stream<String> uri(GeneratedVideo video) {
        return switch (video) {
            case GeneratedVideo.Inline inline -> Stream.empty();
            case GeneratedVideo.Stored stored -> Stream.of(stored.uri());
            case GeneratedVideo.ServiceFile file -> Stream.of(file.uri());
        };
    }

    private List<Path> download(List<? extends GeneratedVideo> videos, Job job, JobContext context)
            throws InterruptedException {
        List<Path> files = new ArrayList<>();
        try {
            for (int i = 0; i < videos.size(); i++) {
                // More videos than were asked for are paid too: they get the next numbers.
                Path place = i < job.samples() ? job.files().get(i) : Job.files(job.output(), i + 1).get(i);
                // What stands there is of an earlier try: the plan gave the place to this job alone.
                files.add(client.download(videos.get(i), place, IfExists.REPLACE));
                context.downloaded(place);
            }
            return files;
        } finally {
            // Those behind one that could not be brought home: the next poll brings them anew.
            videos.stream().skip(files.size()).forEach(VeoExecutor::discard);
        }
    }

    private static void discard(GeneratedVideo video) {
        try {
            switch (video) {
                case GeneratedVideo.Inline inline -> Files.deleteIfExists(inline.part());
                case GeneratedVideo.Stored stored -> {
                }
                case GeneratedVideo.ServiceFile file -> {
                }
            }
        } catch (IOException e) {
            LOG.warn("The part file of {} cannot be deleted: {}", video, e.getMessage());
        }
    }
}
