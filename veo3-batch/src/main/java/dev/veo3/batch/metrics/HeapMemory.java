// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The heap of this process, in bytes.
 *
 * @since 1.0
 */
public final class HeapMemory {
    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP).toList();

    private HeapMemory() {}

    /** What is in use, with what the next collection will free. */
    public static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * What has outlived a collection already: everything but what stands where new objects are made. Garbage comes and goes in a heap
     * that is large enough; this is what grows when something leaks. Where a collector keeps all objects in one place, it is what is
     * in use.
     */
    public static long lasting() {
        return POOLS.stream().filter(pool -> !pool.getName().toLowerCase(Locale.ROOT).contains("eden"))
                .mapToLong(pool -> used(pool.getUsage())).sum();
    }

    /** What was left after the last collections, as far as there were any. */
    public static long afterCollection() {
        return POOLS.stream().mapToLong(pool -> used(pool.getCollectionUsage())).sum();
    }

    private static long used(@Nullable MemoryUsage usage) {
        return usage == null ? 0 : usage.getUsed();
    }
}
