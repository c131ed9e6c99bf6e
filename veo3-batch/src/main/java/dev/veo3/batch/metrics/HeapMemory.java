// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.metrics;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The heap of this process, in bytes.
 *
 * @since 1.0
 */
public final class HeapMemory {
    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP).toList();
    private static final Set<String> NAMES = POOLS.stream().map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    private static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory
            .getPlatformMXBeans(GarbageCollectorMXBean.class);

    private HeapMemory() {}

    /** What is in use, with what the next collection will free. */
    public static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * What the last garbage collection of any kind has left; 0 before the first. A collection of young objects alone leaves the old ones
     * that have died meanwhile: this is never less than what lives, and where something leaks it grows from the first collection on. (What
     * a pool's collection usage tells of old objects is not known before the first collection of these, in a large heap for hours.)
     */
    public static long afterCollection() {
        return COLLECTORS.stream().map(GarbageCollectorMXBean::getLastGcInfo).filter(Objects::nonNull)
                // The pauses of a collector that runs beside the program leave nothing to be told.
                .filter(collection -> heap(collection) > 0).max(Comparator.comparingLong(GcInfo::getEndTime))
                .map(HeapMemory::heap).orElseGet(HeapMemory::byPools);
    }

    private static long heap(GcInfo collection) {
        return collection.getMemoryUsageAfterGc().entrySet().stream().filter(pool -> NAMES.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed()).sum();
    }

    /** Where the collectors do not tell, their pools may. */
    private static long byPools() {
        return POOLS.stream().mapToLong(pool -> used(pool.getCollectionUsage())).sum();
    }

    private static long used(@Nullable MemoryUsage usage) {
        return usage == null ? 0 : usage.getUsed();
    }
}
