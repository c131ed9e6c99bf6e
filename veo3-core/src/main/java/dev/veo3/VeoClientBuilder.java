package dev.veo3;

import dev.veo3.auth.Credentials;
import dev.veo3.model.ModelCatalog;
import dev.veo3.time.TimeSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what a client needs; not thread-safe. */
public final class VeoClientBuilder {
    private @Nullable Backend backend;
    private @Nullable Credentials credentials;
    private @Nullable URI baseUrl;
    private Timeouts timeouts = Timeouts.standard();
    private TimeSource time = TimeSource.system();
    private ModelCatalog catalog = ModelCatalog.standard();
    private Path spoolDirectory = Path.of(System.getProperty("java.io.tmpdir"));

    VeoClientBuilder() {}

    /** Where videos are made. */
    public VeoClientBuilder backend(Backend where) {
        this.backend = Objects.requireNonNull(where);
        return this;
    }

    /** What proves who asks. */
    public VeoClientBuilder credentials(Credentials proof) {
        this.credentials = Objects.requireNonNull(proof);
        return this;
    }

    /** The same as {@link Backend#withBaseUrl}, whatever the backend says and in whatever order the two are set. */
    public VeoClientBuilder baseUrl(URI address) {
        this.baseUrl = BaseUrl.checked(address);
        return this;
    }

    /** How long to wait for the network. */
    public VeoClientBuilder timeouts(Timeouts limits) {
        this.timeouts = Objects.requireNonNull(limits);
        return this;
    }

    /** The clock and the waits between polls; the system's unless a test moves time by hand. */
    public VeoClientBuilder time(TimeSource source) {
        this.time = Objects.requireNonNull(source);
        return this;
    }

    /** What is known about models; the library's own knowledge unless set. */
    public VeoClientBuilder catalog(ModelCatalog models) {
        this.catalog = Objects.requireNonNull(models);
        return this;
    }

    /**
     * Where videos inside answers are written until they are downloaded; the system's directory for temporary files unless set.
     * On the file system of their last place, a download moves them without copying.
     */
    public VeoClientBuilder spoolDirectory(Path directory) {
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
        Backend where = baseUrl == null ? backend : backend.withBaseUrl(baseUrl);
        return new VeoClient(new ClientSettings(where, credentials, timeouts, time, catalog, spoolDirectory));
    }
}
