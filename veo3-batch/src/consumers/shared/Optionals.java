// SPDX-License-Identifier: Apache-2.0
package consumer;

import java.util.ArrayList;
import java.util.List;

/** Libraries that veo3 can use and nobody needs: none of them may have come along. */
final class Optionals {

    private static final List<String> NAMES = List.of("com.google.auth.oauth2.GoogleCredentials",
            "com.github.kagkarlsson.scheduler.Scheduler", "org.postgresql.Driver", "com.zaxxer.hikari.HikariDataSource",
            "io.micrometer.core.instrument.MeterRegistry", "org.jspecify.annotations.NullMarked");

    private Optionals() {}

    static void requireAbsent() {
        List<String> found = new ArrayList<>();
        for (String name : NAMES) {
            try {
                Class.forName(name);
                found.add(name);
            } catch (ClassNotFoundException absent) {
                // As it should be.
            }
        }
        if (!found.isEmpty()) {
            throw new IllegalStateException("Nobody asked for " + found);
        }
    }
}
