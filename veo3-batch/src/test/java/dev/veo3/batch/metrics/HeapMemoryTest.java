// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeapMemoryTest {
    private static final int LARGE = 64 << 20;

    @Test
    void whatWasMadeSinceTheLastCollectionIsNotLeftByIt() {
        long collections;
        long before;
        long after;
        List<byte[]> made;
        do {
            System.gc();
            collections = collections();
            before = HeapMemory.afterCollection();
            made = Stream.generate(() -> new byte[1024]).limit(1000).toList();
            after = HeapMemory.afterCollection();
            // A collection that came in between has found it there.
        } while (collections() != collections);

        assertThat(after).isEqualTo(before).isPositive();
        assertThat(made).hasSize(1000);
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
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
