// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.auth.Credentials;
import dev.veo3.model.ModelCatalog;
import dev.veo3.time.TimeSource;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Duration;

/** What a {@link VeoClientBuilder} collected. */
record ClientSettings(Backend backend, Credentials credentials, Timeouts timeouts, DownloadRetries downloadRetries,
        Duration keepAlive, ProxySelector proxy, TimeSource time, ModelCatalog catalog, Path spoolDirectory) {

    /** What the backend serves, as far as the catalogue knows. */
    ModelCatalog served() {
        boolean isRetiredServed = switch (backend) {
            case Backend.AgentPlatform there -> false;
            case Backend.GeminiApi there -> there.servesRetired();
        };
        return isRetiredServed ? catalog.servingRetired(backend.platform()) : catalog;
    }
}
