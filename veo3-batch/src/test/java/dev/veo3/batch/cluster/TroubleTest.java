// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which errors of a database pass by themselves. */
class TroubleTest {

    @ParameterizedTest
    @CsvSource({"08001, AWAY", "08006, AWAY", "57P01, AWAY", "57P02, AWAY", "57P03, AWAY", "53300, AWAY",
        "53100, AWAY", "25006, AWAY", "40001, CONFLICT", "40P01, CONFLICT", "55P03, CONFLICT", "57014, CONFLICT",
        "25P03, CONFLICT",
        "42501, LASTING", "42P01, LASTING", "3F000, LASTING", "28P01, LASTING", "28000, LASTING", "3D000, LASTING",
        "57P04, LASTING", "XX001, LASTING", "22P02, LASTING"})
    void theStateTells(String state, Trouble trouble) {
        assertThat(Trouble.of(new SQLException("no", state))).isEqualTo(trouble);
    }

    @Test
    void aPoolThatFoundNoConnectionInTimeIsAway() {
        assertThat(Trouble.of(new SQLTransientConnectionException("timed out"))).isEqualTo(Trouble.AWAY);
    }

    @Test
    void aPoolWhosePasswordIsRefusedDoesNotWaitForABetterOne() {
        assertThat(Trouble.of(new SQLTransientConnectionException("timed out", "28P01"))).isEqualTo(Trouble.LASTING);
    }

    @Test
    void aPoolWhoseConnectionsAreAllInUseIsNotADatabaseThatIsAway() throws Exception {
        try (HikariDataSource pool = PostgresServer.newPool(1, 250)) {
            try (Connection only = pool.getConnection()) {
                assertThat(only.isValid(1)).isTrue();
                assertThatThrownBy(pool::getConnection).isInstanceOfSatisfying(SQLException.class, busy -> {
                    assertThat(Trouble.of(busy)).isEqualTo(Trouble.AWAY);
                    assertThat(new DatabaseAwayException(busy)).hasMessageContaining("The database is there")
                            .hasMessageContaining("Give the pool");
                });
            }
        }
        try (HikariDataSource nowhere = new HikariDataSource()) {
            nowhere.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/none");
            nowhere.setConnectionTimeout(250);
            nowhere.setInitializationFailTimeout(-1);
            assertThatThrownBy(nowhere::getConnection).isInstanceOfSatisfying(SQLException.class,
                    away -> assertThat(new DatabaseAwayException(away).getMessage()).doesNotContain("Give the pool"));
        }
    }

    @Test
    void aPoolThatIsClosedStaysClosed() {
        assertThat(Trouble.of(new SQLException("has been closed"))).isEqualTo(Trouble.LASTING);
    }
}
