// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import dev.veo3.AwaitOptions;
import dev.veo3.Backend;
import dev.veo3.VeoClient;
import dev.veo3.VeoClientBuilder;
import dev.veo3.auth.BearerToken;
import dev.veo3.auth.CredentialsException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the videos are made, and on whose account. */
final class ServiceOptions {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String TOKEN = "VEO3_ACCESS_TOKEN";

    @Option(names = "--base-url", paramLabel = "URL", description = "An emulator or a proxy instead of Google's hosts.")
    private @Nullable URI baseUrl;

    @Option(names = "--project", paramLabel = "ID", description = "The Google Cloud project; else $GOOGLE_CLOUD_PROJECT.")
    private @Nullable String project;

    @Option(names = "--location", paramLabel = "NAME", description = "The location; else $GOOGLE_CLOUD_LOCATION, else us-central1.")
    private @Nullable String location;

    private final Map<String, String> environment = System.getenv();

    /** For picocli. */
    ServiceOptions() {}

    /** An emulator on this machine. */
    static ServiceOptions emulator(URI baseUrl) {
        ServiceOptions options = new ServiceOptions();
        options.baseUrl = baseUrl;
        return options;
    }

    VeoClient client() {
        VeoClientBuilder builder = VeoClient.builder();
        if (baseUrl != null) {
            setBaseUrl(builder, baseUrl);
        }
        String where = Optional.ofNullable(location).or(() -> variable("GOOGLE_CLOUD_LOCATION")).orElse("us-central1");
        return builder.backend(Backend.agentPlatform(projectId(), where)).credentials(BearerToken.of(token())).build();
    }

    /**
     * Refuses what is no base URL, before anything else is said of it.
     *
     * @throws IllegalArgumentException when it is none
     */
    void check() {
        if (baseUrl != null) {
            setBaseUrl(VeoClient.builder(), baseUrl);
        }
    }

    private static void setBaseUrl(VeoClientBuilder builder, URI baseUrl) {
        try {
            builder.baseUrl(baseUrl);
        } catch (IllegalArgumentException e) {
            // Not repeated here, because it may hold a password.
            throw new IllegalArgumentException("The value of --base-url is no base URL. Write for example"
                    + " http://127.0.0.1:8080: http or https and a host, without user, query or fragment.", e);
        }
    }

    /** What says which service and whose account it is: words for the command line of another run. */
    List<String> identity() {
        List<String> words = new ArrayList<>();
        if (baseUrl != null) {
            words.addAll(List.of("--base-url", baseUrl.toString()));
        }
        if (project != null) {
            words.addAll(List.of("--project", project));
        }
        if (location != null) {
            words.addAll(List.of("--location", location));
        }
        return words;
    }

    /** An emulator makes videos in moments, the service in minutes. */
    AwaitOptions patience() {
        return isRehearsal()
                ? AwaitOptions.standard().withIntervals(Duration.ofMillis(100), Duration.ofMillis(500))
                : AwaitOptions.standard();
    }

    /** Whether no base URL is named. */
    boolean namesNone() {
        return baseUrl == null;
    }

    /** Whether the service is on this machine, where nothing is paid. */
    boolean isRehearsal() {
        return baseUrl != null && baseUrl.getHost() != null && THIS_MACHINE.contains(baseUrl.getHost());
    }

    private String projectId() {
        return Optional.ofNullable(project).or(() -> variable("GOOGLE_CLOUD_PROJECT"))
                .or(() -> isRehearsal() ? Optional.of("rehearsal") : Optional.empty())
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no Google Cloud project: --project was not given"
                                + " and $GOOGLE_CLOUD_PROJECT is not set. Give one of them, or rehearse with --base-url and the"
                                + " emulator."));
    }

    private String token() {
        return variable(TOKEN).or(() -> isRehearsal() ? Optional.of("rehearsal") : Optional.empty())
                .orElseThrow(
                        () -> new CredentialsException("There is no access token: $" + TOKEN + " is not set. Set it,"
                                + " for example with: export " + TOKEN + "=$(gcloud auth print-access-token)"));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
