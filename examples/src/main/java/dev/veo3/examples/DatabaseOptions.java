// SPDX-License-Identifier: Apache-2.0
package dev.veo3.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.veo3.batch.cluster.ClusterSchema;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database the workers of a cluster share. */
final class DatabaseOptions {
    private static final String URL = "VEO3_DATABASE";
    private static final String PASSWORD = "VEO3_DATABASE_PASSWORD";
    private static final String EXAMPLE = "Write for example --database \"jdbc:postgresql://localhost/veo3?user=veo3\".";
    private static final int CONNECTIONS = 20;
    /** A person who has mistyped the address does not want to wait for half a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Option(names = "--database", paramLabel = "URL", description = "The address, for example jdbc:postgresql://host/veo3?user=veo3; else $VEO3_DATABASE. The password, if there is one, stands in $VEO3_DATABASE_PASSWORD.")
    private @Nullable String url;

    /** A pool for it, whose tables are there and up to date. */
    HikariDataSource open() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address());
        variable(PASSWORD).ifPresent(config::setPassword);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE.toMillis());
        // The tables' own check says what is wrong, and not the pool.
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        try {
            ClusterSchema.apply(pool);
            return pool;
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private String address() {
        String address = Optional.ofNullable(url).or(() -> variable(URL)).orElseThrow(
                () -> new IllegalArgumentException("There is no database: --database was not given and $" + URL
                        + " is not set. " + EXAMPLE));
        if (!address.startsWith("jdbc:postgresql:")) {
            // Not repeated here, because it may hold a password.
            throw new IllegalArgumentException("The value of " + (url != null ? "--database" : "$" + URL)
                    + " is no address of a PostgreSQL. " + EXAMPLE);
        }
        return address;
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
