// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sets the parameters of statements that go to the database together, one after the other. */
final class Places {
    private final PreparedStatement statement;
    private int last;

    Places(PreparedStatement statement) {
        this.statement = statement;
    }

    Places text(@Nullable String value) throws SQLException {
        statement.setString(++last, value);
        return this;
    }

    Places id(UUID value) throws SQLException {
        statement.setObject(++last, value);
        return this;
    }

    Places number(int value) throws SQLException {
        statement.setInt(++last, value);
        return this;
    }

    Places number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    Places truth(boolean value) throws SQLException {
        statement.setBoolean(++last, value);
        return this;
    }

    Places seconds(Duration value) throws SQLException {
        statement.setDouble(++last, value.toNanos() / 1e9);
        return this;
    }
}
