// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IdTableTest {

    @Test
    void everyIdComesBackAsItWasAndIsFound() {
        List<String> ids = List.of("a", "b\u00e9", "\u4e2d\u6587", "\ud83c\udfac", "half \ud83c", "?",
                "x".repeat(70_000),
                "\u0000", "a ");
        IdTable table = new IdTable();

        for (int job = 0; job < ids.size(); job++) {
            table.put(ids.get(job), job);
        }

        assertThat(IntStream.range(0, ids.size()).mapToObj(table::get)).isEqualTo(ids);
        for (int job = 0; job < ids.size(); job++) {
            assertThat(table.find(ids.get(job))).hasValue(job);
        }
        assertThat(table.find("b")).isEmpty();
        assertThat(table.find("")).isEmpty();
    }

    @Test
    void aHundredThousandIdsAreFoundAfterTheTableHasGrownAndWasTrimmed() {
        IdTable table = new IdTable();
        for (int job = 0; job < 100_000; job++) {
            table.put("job number " + job, job);
        }
        table.trim();

        assertThat(IntStream.range(0, 100_000)).allMatch(job -> table.get(job).equals("job number " + job)
                && table.find("job number " + job).orElse(-1) == job);
        assertThat(table.find("job number 100000")).isEmpty();
    }

    @Test
    void theFirstJobThatTakesAnIdHasIt() {
        IdTable table = new IdTable();

        table.put("a", 1);
        table.put("a", 3);
        table.put("b", 4);

        assertThat(table.find("a")).hasValue(1);
        assertThat(table.find("b")).hasValue(4);
        assertThat(IntStream.range(0, 6).mapToObj(table::get)).containsExactly("", "a", "", "", "b", "");
        assertThatIllegalArgumentException().isThrownBy(() -> table.put("c", 4));
    }
}
