// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.error.VeoDeadlineException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.internal.codec.Exchanges;
import dev.veo3.internal.download.Disk;
import dev.veo3.internal.download.Placement;
import dev.veo3.internal.download.StoredVideos;
import dev.veo3.internal.storage.ObjectListing;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelFamily;
import dev.veo3.model.ModelId;
import dev.veo3.model.ModelInfo;
import dev.veo3.time.TimeSource;
import dev.veo3.transport.HttpTransport;
import dev.veo3.video.CancelOutcome;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.IfExists;
import dev.veo3.video.LastLook;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.RequestCheck;
import dev.veo3.video.RequestRules;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of the service: submits a request exactly once, polls its operation and brings its videos home. Every method blocks; use
 * a virtual thread for each. Thread-safe. Owns its connections, and {@link #close} ends them.
 *
 * <p>A submit costs money and is not repeated, whatever happens. Polls and downloads cost nothing: repeat them as often as you like.
 *
 * {@snippet file="dev/veo3/SnippetsTest.java" region="client"}
 *
 * @since 1.0
 */
public final class VeoClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VeoClient.class);
    /** For a poll by itself, whose answer may hold a long video. */
    private static final Duration LONGEST_POLL = Duration.ofHours(1);

    private final Backend backend;
    private final ModelCatalog catalog;
    private final TimeSource time;
    private final Path spoolDirectory;
    private final Network network;
    private final Wires wires;
    private final StoredVideos storedVideos;
    private final ObjectListing listing;
    private final ServedModels models;
    private final Set<ModelId> unknownModels = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    VeoClient(ClientSettings settings) {
        this.backend = settings.backend();
        this.catalog = settings.served();
        this.time = settings.time();
        this.spoolDirectory = settings.spoolDirectory();
        Timeouts timeouts = settings.timeouts();
        this.network = Network.open(settings);
        Exchanges exchanges = new Exchanges(network.known(), time);
        this.wires = Wires.of(backend, exchanges, timeouts, settings.catalog());
        this.models = new ServedModels(wires.models(), catalog, backend.platform(), time, this::requireOpen);
        this.listing = new ObjectListing(exchanges, backend.baseUrl(), timeouts.poll());
        this.storedVideos = new StoredVideos(network.following(), network.followingAnonymously(),
                backend.baseUrl(), time, settings.downloadRetries().patience(timeouts.download()), () -> closed,
                Disk.system());
    }

    /** Starts a client; {@link VeoClientBuilder#backend} and {@link VeoClientBuilder#credentials} are needed. */
    public static VeoClientBuilder builder() {
        return new VeoClientBuilder();
    }

    /** Where this client's videos are made. */
    public Backend backend() {
        return backend;
    }

    /** What this client knows about models. */
    public ModelCatalog catalog() {
        return catalog;
    }

    /** The models that the service says it serves; nothing is asked until one of its methods is called. */
    public ServedModels models() {
        return models;
    }

    /**
     * Sends a request, once. When this returns, the outcome says whether it may be sent again; an accepted one runs and is billed when
     * it succeeds, whatever becomes of this process: store its operation's name. A client that was closed before sends nothing and
     * says so.
     *
     * @throws VeoRequestException when the request breaks rules of its model, all of which are named; nothing was sent
     * @throws dev.veo3.error.VeoFileException when a local file cannot be read or is not what it should be; nothing was sent
     * @throws InterruptedException when the thread was interrupted. It is then not known whether the service took the request.
     */
    public SubmitOutcome submit(VideoRequest request) throws InterruptedException {
        return submit(request, LastLook.none());
    }

    /** The same with a last look right before the request leaves whole: where that finds an obstacle, nothing was sent. */
    public SubmitOutcome submit(VideoRequest request, LastLook look) throws InterruptedException {
        if (closed) {
            return new SubmitOutcome.NotSent(
                    "This client was closed before the request was sent: submit it with another");
        }
        HttpTransport.requireNoRepetition();
        RequestCheck check = check(request);
        if (!check.isFine()) {
            throw new VeoRequestException("The request was not sent: " + check.describeBroken());
        }
        Optional<ModelInfo> known = catalog.find(request.model(), backend.platform());
        if (known.isEmpty() && unknownModels.add(request.model())) {
            LOG.warn(
                    "The catalogue does not know the model {} on {}: the service will tell whether the request fits it",
                    request.model(), backend.platform().title());
        }
        ModelFamily family = known.map(ModelInfo::family).orElseGet(() -> ModelFamily.of(request.model()));
        return wires.of(family).submit(RequestRules.sendable(request, known, family), look)
                .withWarnings(check.warnings());
    }

    /** What the rules of the request's model say about it; nothing is sent. {@link #submit} looks for itself. */
    public RequestCheck check(VideoRequest request) {
        return RequestRules.check(request, catalog, backend.platform(),
                LocalDate.ofInstant(time.now(), ZoneOffset.UTC));
    }

    /** Asks once how an operation stands; videos inside the answer go to the client's spool directory. See {@link #poll(OperationName, Path)}. */
    public OperationState poll(OperationName operation) throws InterruptedException {
        return poll(operation, spoolDirectory);
    }

    /**
     * Asks once how an operation stands. Any client of the same account may ask, also in another process. Videos inside the answer are
     * written to part files in that directory while they arrive, one set for each poll; {@link #download} moves them away. An answer that still
     * comes after an hour is given up.
     *
     * @throws VeoRequestException when the name is not one of this backend
     * @throws VeoServiceException when the service answered with an error
     * @throws dev.veo3.error.VeoNetworkException when no whole answer came
     * @throws dev.veo3.error.VeoProtocolException when the answer cannot be understood
     * @throws dev.veo3.error.VeoFileException when a video cannot be written
     * @throws dev.veo3.auth.CredentialsException when there are no credentials to send
     * @throws InterruptedException when the thread was interrupted; the operation is untouched
     */
    public OperationState poll(OperationName operation, Path spoolDirectory) throws InterruptedException {
        return poll(operation, spoolDirectory, LONGEST_POLL);
    }

    private OperationState poll(OperationName operation, Path directory, Duration atMost) throws InterruptedException {
        requireOpen();
        return RecordedCalls.poll(operation, () -> wires.of(operation).poll(operation, directory, atMost));
    }

    /** Polls until the operation has ended, as {@link AwaitOptions#standard} says. See {@link #await(OperationName, AwaitOptions)}. */
    public VideoOutcome await(OperationName operation) throws InterruptedException {
        return await(operation, AwaitOptions.standard());
    }

    /**
     * Polls until the operation has ended, at once and then at growing intervals. A poll that fails is repeated, later if the service
     * asks for that; only 401, 403, 404 and a third 400 in a row end the wait, because they do not go away by themselves. A poll whose
     * answer trickles in is cut when the time is over, or when {@link AwaitOptions#lastPoll} is, if that is later.
     *
     * @throws VeoDeadlineException when the time is over; the operation goes on
     * @throws VeoServiceException when the service answered 401, 403, 404, or 400 three times
     * @throws VeoRequestException when the name is not one of this backend
     * @throws dev.veo3.error.VeoFileException when a video cannot be written
     * @throws dev.veo3.auth.CredentialsException when there are no credentials to send
     * @throws InterruptedException at once when the thread was interrupted; the operation is untouched
     */
    public VideoOutcome await(OperationName operation, AwaitOptions options) throws InterruptedException {
        requireOpen();
        return new Await((name, directory, atMost) -> poll(name, directory, atMost), time, new SplittableRandom())
                .until(operation, options,
                        options.spoolDirectory().orElse(spoolDirectory));
    }

    /** Brings a video to its place, where nothing is yet. See {@link #download(GeneratedVideo, Path, IfExists)}. */
    public Path download(GeneratedVideo video, Path target) throws InterruptedException {
        return download(video, target, IfExists.FAIL);
    }

    /**
     * Brings a video to its place. When this returns, the file is there, whole and on the disk. When it throws, the target is as it
     * was. Missing directories are made. Several may download at once, also to one target: each brings a whole file, and the rule says
     * whose stays. Repeating it is safe; an inline video, however, is moved away by the first time, and the operation must be polled
     * anew for another.
     *
     * <p>What has come of a video that the service keeps stays in a hidden file beside the target, {@code .NAME.ID.part}, when the
     * network fails, the thread is interrupted or the client is closed, and the next download to the same target goes on behind it,
     * in whatever process, if the service says that the video is still the same. Such a file may be deleted while nobody downloads. It
     * does not stay when the disk is full, so that others have the room.
     *
     * @param rule what to do when there is something at the target
     * @return the target
     * @throws VeoServiceException when the service answered with an error, again and again if that may pass
     * @throws dev.veo3.error.VeoNetworkException when the video did not come whole, as often as {@link DownloadRetries} says
     * @throws dev.veo3.error.VeoProtocolException when what came is not what was announced or is not a video, or when it was redirected to
     *         where nobody should follow. An inline one's part file stays where it is.
     * @throws dev.veo3.error.VeoFileException when the file cannot be written, when the disk has no room for it, or when the rule forbids it
     * @throws dev.veo3.auth.CredentialsException when there are no credentials to send
     * @throws InterruptedException when the thread was interrupted
     */
    public Path download(GeneratedVideo video, Path target, IfExists rule) throws InterruptedException {
        requireOpen();
        return RecordedCalls.download(video, () -> fetch(video, target, rule));
    }

    private Path fetch(GeneratedVideo video, Path target, IfExists rule) throws InterruptedException {
        return switch (video) {
            case GeneratedVideo.Inline inline -> Placement.move(inline.part(), target, rule,
                    "The poll that wrote " + inline.part(), network.credentials()::withoutSecrets);
            case GeneratedVideo.Stored stored -> storedVideos.fetch(stored.uri(), target, rule);
            case GeneratedVideo.ServiceFile file -> storedVideos.fetchServiceFile(file.uri(), target, rule);
        };
    }

    /**
     * The videos below a place in Cloud Storage, in the order of their names, for {@link #download}. What was written there before this
     * was called is among them. The credentials need to be allowed to list the bucket's objects ({@code storage.objects.list}).
     *
     * @param place {@code gs://bucket/prefix}; with a slash at its end it is a folder
     * @param atMost so many are looked for, at least 1
     * @throws VeoRequestException when it is no place in Cloud Storage, or this client's backend has none
     * @throws VeoServiceException when the service answered with an error: 403 where the listing is not allowed, 404 without the bucket
     * @throws dev.veo3.error.VeoNetworkException when no whole answer came
     * @throws dev.veo3.error.VeoProtocolException when the answer cannot be understood
     * @throws dev.veo3.auth.CredentialsException when there are no credentials to send
     * @throws InterruptedException when the thread was interrupted
     */
    public List<GeneratedVideo.Stored> storedVideos(String place, int atMost) throws InterruptedException {
        requireOpen();
        return switch (backend) {
            case Backend.AgentPlatform there -> listing.videos(place, atMost);
            case Backend.GeminiApi there -> throw new VeoRequestException("The Gemini API writes nothing to " + place
                    + ": only the Agent Platform puts videos into Cloud Storage");
        };
    }

    /**
     * Asks the service to end an operation, so that no video is made and billed. Only interactions of Gemini Omni can be ended.
     *
     * @throws VeoRequestException when the operation is one of Veo, which nothing ends, or not one of this backend
     * @throws VeoServiceException when the service answered with an error
     * @throws dev.veo3.error.VeoNetworkException when no whole answer came: ask again, or poll
     * @throws dev.veo3.error.VeoProtocolException when the answer cannot be understood
     * @throws dev.veo3.auth.CredentialsException when there are no credentials to send
     * @throws InterruptedException when the thread was interrupted; whether the service took the wish is not known
     */
    public CancelOutcome cancel(OperationName operation) throws InterruptedException {
        requireOpen();
        return wires.of(operation).cancel(operation);
    }

    /**
     * Makes the service forget an operation that has ended, with its video. When this returns, it is gone; it throws what
     * {@link #cancel} throws. Only interactions of Gemini Omni can be deleted.
     */
    public void delete(OperationName operation) throws InterruptedException {
        requireOpen();
        wires.of(operation).delete(operation);
    }

    /**
     * Ends every call at once: a submit whose request may have left whole is ambiguous, one that waited for its turn or for its connection is
     * not sent, a poll or download throws, and an await that sleeps throws when it wakes. Closing again does nothing.
     */
    @Override
    public void close() {
        closed = true;
        network.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This client is closed");
        }
    }
}
