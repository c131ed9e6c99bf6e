package dev.veo3;

import dev.veo3.auth.Credentials;
import dev.veo3.model.ModelCatalog;
import dev.veo3.time.TimeSource;
import java.nio.file.Path;

/** What a {@link VeoClientBuilder} collected. */
record ClientSettings(Backend backend, Credentials credentials, Timeouts timeouts, TimeSource time,
        ModelCatalog catalog,
        Path spoolDirectory) {}
