package dev.veo3;

import dev.veo3.auth.Credentials;
import dev.veo3.error.VeoDeadlineException;
import dev.veo3.error.VeoRequestException;
import dev.veo3.error.VeoServiceException;
import dev.veo3.internal.agentplatform.AgentPlatformWire;
import dev.veo3.internal.agentplatform.Endpoints;
import dev.veo3.internal.download.Placement;
import dev.veo3.internal.download.StoredVideos;
import dev.veo3.model.ModelCatalog;
import dev.veo3.model.ModelId;
import dev.veo3.time.TimeSource;
import dev.veo3.transport.CredentialsTransport;
import dev.veo3.transport.HttpTransport;
import dev.veo3.transport.LoggingTransport;
import dev.veo3.transport.Transport;
import dev.veo3.video.GeneratedVideo;
import dev.veo3.video.OperationName;
import dev.veo3.video.OperationState;
import dev.veo3.video.RequestCheck;
import dev.veo3.video.RequestRules;
import dev.veo3.video.SubmitOutcome;
import dev.veo3.video.VideoOutcome;
import dev.veo3.video.VideoRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of the service: submits a request exactly once, polls its operation and brings its videos home. Every method blocks; use
 * a virtual thread for each. Thread-safe. Owns its connections, and {@link #close} ends them.
 *
 * <p>A submit costs money and is not repeated, whatever happens. Polls and downloads cost nothing: repeat them as often as you like.
 */
public final class VeoClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VeoClient.class);

    private final Backend backend;
    private final ModelCatalog catalog;
    private final TimeSource time;
    private final Path spoolDirectory;
    private final HttpTransport network;
    private final AgentPlatformWire wire;
    private final StoredVideos storedVideos;
    private final Set<ModelId> unknownModels = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private VeoClient(Builder builder, Backend backend, Credentials credentials) {
        this.backend = backend;
        this.catalog = builder.catalog;
        this.time = builder.time;
        this.spoolDirectory = builder.spoolDirectory;
        Timeouts timeouts = builder.timeouts;
        this.network = HttpTransport.open(timeouts.connect());
        Transport transport = new LoggingTransport(new CredentialsTransport(network, credentials), time);
        Optional<URI> override = Optional.ofNullable(builder.baseUrl);
        this.wire = switch (backend) {
            case Backend.AgentPlatform platform -> new AgentPlatformWire(transport,
                    new Endpoints(platform.project(), platform.location(), platform.apiVersion(), override), time,
                    timeouts.submit(), timeouts.poll());
        };
        this.storedVideos = new StoredVideos(transport, override, time, timeouts.download());
    }

    /** Starts a client; {@link Builder#backend} and {@link Builder#credentials} are needed. */
    public static Builder builder() {
        return new Builder();
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
        if (closed) {
            return new SubmitOutcome.NotSent(
                    "This client was closed before the request was sent: submit it with another");
        }
        HttpTransport.requireNoRepetition();
        RequestCheck check = check(request);
        if (!check.isFine()) {
            throw new VeoRequestException("The request was not sent: " + check.describeBroken());
        }
        if (catalog.find(request.model(), backend.platform()).isEmpty() && unknownModels.add(request.model())) {
            LOG.warn(
                    "The catalogue does not know the model {} on {}: the service will tell whether the request fits it",
                    request.model(), backend.platform().title());
        }
        return wire.submit(request).withWarnings(check.warnings());
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
     * written to part files in that directory while they arrive, one set for each poll; {@link #download} moves them away.
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
        requireOpen();
        return wire.poll(operation, spoolDirectory);
    }

    /** Polls until the operation has ended, as {@link AwaitOptions#standard} says. See {@link #await(OperationName, AwaitOptions)}. */
    public VideoOutcome await(OperationName operation) throws InterruptedException {
        return await(operation, AwaitOptions.standard());
    }

    /**
     * Polls until the operation has ended, at once and then at growing intervals. A poll that fails is repeated, later if the service
     * asks for that; only 401, 403 and 404 end the wait, because they do not go away by themselves.
     *
     * @throws VeoDeadlineException when the time is over; the operation goes on
     * @throws VeoServiceException when the service answered 401, 403 or 404
     * @throws VeoRequestException when the name is not one of this backend
     * @throws dev.veo3.error.VeoFileException when a video cannot be written
     * @throws dev.veo3.auth.CredentialsException when there are no credentials to send
     * @throws InterruptedException at once when the thread was interrupted; the operation is untouched
     */
    public VideoOutcome await(OperationName operation, AwaitOptions options) throws InterruptedException {
        requireOpen();
        return new Await(this::poll, time, new SplittableRandom()).until(operation, options,
                options.spoolDirectory().orElse(spoolDirectory));
    }

    /**
     * Brings a video to its place. When this returns, the file is there, whole and on the disk; what was there before is replaced in one
     * step. When it throws, the target is as it was. Missing directories are made. Repeating it is safe; an inline video, however,
     * is moved away by the first time, and the operation must be polled anew for another.
     *
     * @return the target
     * @throws VeoServiceException when the service answered with an error
     * @throws dev.veo3.error.VeoNetworkException when the video did not come whole
     * @throws dev.veo3.error.VeoProtocolException when what came is not of the announced length or is not a video. An inline one's part file
     *         stays where it is.
     * @throws dev.veo3.error.VeoFileException when the file cannot be written
     * @throws dev.veo3.auth.CredentialsException when there are no credentials to send
     * @throws InterruptedException when the thread was interrupted
     */
    public Path download(GeneratedVideo video, Path target) throws InterruptedException {
        requireOpen();
        return switch (video) {
            case GeneratedVideo.Inline inline -> Placement.move(inline.part(), target,
                    "The poll that wrote " + inline.part());
            case GeneratedVideo.Stored stored -> storedVideos.fetch(stored.uri(), target);
            case GeneratedVideo.ServiceFile file -> storedVideos.fetchServiceFile(file.uri(), target);
        };
    }

    /** Ends every call at once: a submit becomes ambiguous, a poll or download throws, and an await that sleeps throws when it wakes. Closing again does nothing. */
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

    /** Collects what a client needs; not thread-safe. */
    public static final class Builder {
        private @Nullable Backend backend;
        private @Nullable Credentials credentials;
        private @Nullable URI baseUrl;
        private Timeouts timeouts = Timeouts.standard();
        private TimeSource time = TimeSource.system();
        private ModelCatalog catalog = ModelCatalog.standard();
        private Path spoolDirectory = Path.of(System.getProperty("java.io.tmpdir"));

        private Builder() {}

        /** Where videos are made. */
        public Builder backend(Backend where) {
            this.backend = Objects.requireNonNull(where);
            return this;
        }

        /** What proves who asks. */
        public Builder credentials(Credentials proof) {
            this.credentials = Objects.requireNonNull(proof);
            return this;
        }

        /**
         * Asks this address instead of Google's hosts, those of Cloud Storage included: an emulator, or a proxy. It gets the
         * credentials.
         */
        public Builder baseUrl(URI address) {
            this.baseUrl = BaseUrl.checked(address);
            return this;
        }

        /** How long to wait for the network. */
        public Builder timeouts(Timeouts limits) {
            this.timeouts = Objects.requireNonNull(limits);
            return this;
        }

        /** The clock and the waits between polls; the system's unless a test moves time by hand. */
        public Builder time(TimeSource source) {
            this.time = Objects.requireNonNull(source);
            return this;
        }

        /** What is known about models; the library's own knowledge unless set. */
        public Builder catalog(ModelCatalog models) {
            this.catalog = Objects.requireNonNull(models);
            return this;
        }

        /**
         * Where videos inside answers are written until they are downloaded; the system's directory for temporary files unless set.
         * On the file system of their last place, a download moves them without copying.
         */
        public Builder spoolDirectory(Path directory) {
            this.spoolDirectory = Objects.requireNonNull(directory);
            return this;
        }

        /**
         * The client.
         *
         * @throws IllegalStateException when the backend or the credentials are missing
         */
        public VeoClient build() {
            if (backend == null || credentials == null) {
                throw new IllegalStateException("A client needs a backend and credentials: set "
                        + (backend == null ? "backend(…)" : "credentials(…)"));
            }
            return new VeoClient(this, backend, credentials);
        }
    }
}
