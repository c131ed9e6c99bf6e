// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.auth.ApiKey;
import dev.veo3.auth.Credentials;
import dev.veo3.model.ModelCatalog;
import dev.veo3.time.TimeSource;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a client needs; not thread-safe.
 *
 * @since 1.0
 */
public final class VeoClientBuilder {
    private @Nullable Backend backend;
    private @Nullable Credentials credentials;
    private @Nullable URI baseUrl;
    private Timeouts timeouts = Timeouts.standard();
    private DownloadRetries downloadRetries = DownloadRetries.standard();
    private Duration keepAlive = Duration.ofMinutes(10);
    private @Nullable ProxySelector proxy;
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

    /**
     * Backend and credentials, as the environment variables of this process name them. See {@link #environment(Map)}.
     *
     * @throws dev.veo3.auth.CredentialsException when they do not; it lists what was looked for
     */
    public VeoClientBuilder environment() {
        return environment(System.getenv());
    }

    /**
     * Backend and credentials, as these variables name them:
     * <ul>
     * <li>{@code GOOGLE_API_KEY} or {@code GEMINI_API_KEY}: the Gemini API with that key, unless {@code GOOGLE_GENAI_USE_VERTEXAI} is
     * {@code true};
     * <li>else {@code GOOGLE_CLOUD_PROJECT} and {@code GOOGLE_CLOUD_LOCATION} (or {@code us-central1}): the Agent Platform, with the token in
     * {@code VEO3_ACCESS_TOKEN} or else with {@linkplain dev.veo3.auth.ApplicationDefault Application Default Credentials}, for which
     * Google's library looks at {@code GOOGLE_APPLICATION_CREDENTIALS} in the environment of this process;
     * <li>{@code GOOGLE_GENAI_API_VERSION}: the version of either API.
     * </ul>
     *
     * @throws dev.veo3.auth.CredentialsException when they do not; it lists what was looked for
     */
    public VeoClientBuilder environment(Map<String, String> variables) {
        Surroundings found = Surroundings.of(variables);
        return backend(found.backend()).credentials(found.credentials());
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

    /** How downloads go on after a failure. */
    public VeoClientBuilder downloadRetries(DownloadRetries retries) {
        this.downloadRetries = Objects.requireNonNull(retries);
        return this;
    }

    /**
     * For how long connections are used again: later calls get new ones. 10 minutes unless set. The JDK, besides, closes a connection that
     * stood unused for 30 seconds, or for what the system property {@code jdk.httpclient.keepalive.timeout} says. A firewall that
     * gives up silent connections earlier makes a submit ambiguous: stay below its limit.
     */
    public VeoClientBuilder keepAlive(Duration longest) {
        if (!longest.isPositive()) {
            throw new IllegalArgumentException("Connections are used again for some time, not for " + longest);
        }
        this.keepAlive = LongDurations.bounded(longest);
        return this;
    }

    /**
     * Which proxy leads to which address, for example {@code ProxySelector.of(new InetSocketAddress("proxy", 3128))}, or
     * {@link HttpClient.Builder#NO_PROXY}. Unless set, {@link ProxySelector#getDefault} is asked, which knows the JVM's properties
     * {@code https.proxyHost} and {@code https.proxyPort}. Addresses with https are tunnelled: the proxy sees neither credentials nor
     * prompts.
     */
    public VeoClientBuilder proxy(ProxySelector selector) {
        this.proxy = Objects.requireNonNull(selector);
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
     * @throws IllegalStateException when the backend or the credentials are missing, or when they cannot go together
     */
    public VeoClient build() {
        if (backend == null || credentials == null) {
            throw new IllegalStateException("A client needs a backend and credentials: set "
                    + (backend == null ? "backend(…)" : "credentials(…)"));
        }
        Backend where = baseUrl == null ? backend : backend.withBaseUrl(baseUrl);
        if (where instanceof Backend.AgentPlatform && where.baseUrl().isEmpty() && credentials instanceof ApiKey) {
            throw new IllegalStateException(
                    "The Agent Platform takes no API key for video models: give it a BearerToken"
                            + " or ApplicationDefault.find(), or use Backend.geminiApi() with the key");
        }
        ProxySelector way = Optional.ofNullable(proxy).or(() -> Optional.ofNullable(ProxySelector.getDefault()))
                .orElse(HttpClient.Builder.NO_PROXY);
        return new VeoClient(new ClientSettings(where, credentials, timeouts, downloadRetries, keepAlive, way, time,
                catalog, spoolDirectory));
    }
}
