// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeapMemoryTest {
    private static final int LARGE = 64 << 20;

    @Test
    void whatWasMadeSinceTheLastCollectionIsInUseAndNotLeft() {
        System.gc();
        long before = HeapMemory.afterCollection();

        // So large that no collector makes it where it makes new objects.
        int made = new byte[LARGE].length;

        assertThat(HeapMemory.afterCollection()).isLessThan(before + made / 2);
    }

    @Test
    void whatIsKeptIsLeftByACollection() {
        System.gc();
        long before = HeapMemory.afterCollection();
        byte[] kept = new byte[LARGE];
        System.gc();

        assertThat(HeapMemory.afterCollection()).isGreaterThan(before + kept.length / 2).isLessThanOrEqualTo(
                Runtime.getRuntime().maxMemory());
        assertThat(before).isPositive();
    }
}
