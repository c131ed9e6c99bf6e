package dev.veo3.batch;

import dev.veo3.AwaitOptions;
import dev.veo3.VeoClient;
import dev.veo3.batch.event.JobOutcome;
import dev.veo3.batch.execute.Effect.Ending;
import dev.veo3.batch.execute.Executor;
import dev.veo3.batch.execute.JobContext;
import dev.veo3.batch.plan.Job;
import dev.veo3.batch.plan.Service;
import dev.veo3.error.RpcError;
import dev.veo3.error.VeoFileException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.video.FilterReason;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.IfExists;
import dev.veo3.video.OperationName;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes each job's videos with a {@link VeoClient}: submits once, waits, downloads. Thread-safe; the client stays its owner's. */
public final class VeoExecutor implements Executor {
    /** The label by which the service's bill, and the emulator, tell jobs apart. */
    private static final String JOB_LABEL = "veo3-job";

    private static final Logger LOG = LoggerFactory.getLogger(VeoExecutor.class);
    private static final int LONGEST_LABEL = 63;

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
        OperationName operation = new OperationName(context.once(JobContext.SUBMIT, () -> submit(job)));
        VideoOutcome outcome = client.await(operation, await.withSpoolDirectory(directory));
        return switch (outcome) {
            case VideoOutcome.Succeeded(List<GeneratedVideo> videos) -> delivered(videos, List.of(), job, context);
            case VideoOutcome.PartlyFiltered(List<GeneratedVideo> videos, List<FilterReason> reasons) ->
                delivered(videos, reasons, job, context);
            case VideoOutcome.Filtered(List<FilterReason> reasons) -> new JobOutcome.Filtered(reasons);
            case VideoOutcome.Failed(RpcError error) ->
                new JobOutcome.Failed("the service failed: " + error.describe(), Optional.of(error.name()));
            case VideoOutcome.Empty() -> new JobOutcome.Empty();
        };
    }

    /** Fewer videos than were asked for mean that a filter held some back, whether the service says so or not. */
    private JobOutcome delivered(List<GeneratedVideo> videos, List<FilterReason> reasons, Job job, JobContext context)
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

    private Ending submit(Job job) throws InterruptedException {
        try {
            return switch (client.submit(labelled(job))) {
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

    private static VideoRequest labelled(Job job) {
        VideoRequest request = job.request();
        if (request.settings().labels().containsKey(JOB_LABEL)) {
            return request;
        }
        return request.withSettings(request.settings().toBuilder().label(JOB_LABEL, label(job.id())).build());
    }

    /** An id in the letters that a label may have; ids that are alike in them are told apart by their digest. */
    private static String label(String id) {
        String plain = id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
        if (plain.equals(id) && plain.length() <= LONGEST_LABEL) {
            return plain;
        }
        String digest = "-" + HexFormat.of().formatHex(sha256(id), 0, 8);
        return plain.substring(0, Math.min(plain.length(), LONGEST_LABEL - digest.length())) + digest;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static Stream<String> uri(GeneratedVideo video) {
        return switch (video) {
            case GeneratedVideo.Inline inline -> Stream.empty();
            case GeneratedVideo.Stored stored -> Stream.of(stored.uri());
            case GeneratedVideo.ServiceFile file -> Stream.of(file.uri());
        };
    }

    private List<Path> download(List<GeneratedVideo> videos, Job job, JobContext context) throws InterruptedException {
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
