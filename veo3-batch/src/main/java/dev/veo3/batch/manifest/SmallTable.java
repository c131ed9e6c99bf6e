// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of a few keys in their order. A job is two of them, and a manifest has many jobs: this takes a third of the memory of a
 * hash table, and is as fast as long as the keys are few. Immutable.
 */
final class SmallTable extends AbstractMap<String, Value> {
    /** With more keys a hash table is faster. */
    static final int MOST = 16;

    private final String[] keys;
    private final Value[] values;
    /** A bit for each key: most keys that are asked for are not there, and need not be compared with those that are. */
    private final int bits;

    /** Takes the arrays over; no key may stand in them twice. */
    SmallTable(String[] keys, Value[] values) {
        this.keys = keys;
        this.values = values;
        int all = 0;
        for (String key : keys) {
            all |= bit(key);
        }
        this.bits = all;
    }

    private static int bit(Object key) {
        int hash = key.hashCode();
        return 1 << (hash ^ (hash >>> 5));
    }

    /** An immutable table with these entries, which may be a large one. */
    static Map<String, Value> copyOf(Map<String, Value> entries) {
        if (entries instanceof SmallTable small) {
            return small;
        }
        return entries.size() <= MOST
                ? new SmallTable(entries.keySet().toArray(String[]::new), entries.values().toArray(Value[]::new))
                : Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public int size() {
        return keys.length;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Keys are mostly the very words that they are asked with.
    public @Nullable Value get(@Nullable Object key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] == key) {
                return values[i];
            }
        }
        if (key == null || (bits & bit(key)) == 0) {
            return null;
        }
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Value> action) {
        for (int i = 0; i < keys.length; i++) {
            action.accept(keys[i], values[i]);
        }
    }

    @Override
    public Set<Entry<String, Value>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return keys.length;
            }

            @Override
            public Iterator<Entry<String, Value>> iterator() {
                return new Entries();
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, Value>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < keys.length;
        }

        @Override
        public Entry<String, Value> next() {
            if (next >= keys.length) {
                throw new NoSuchElementException();
            }
            return Map.entry(keys[next], values[next++]);
        }
    }

    /** Collects a table. */
    static final class Builder {
        private String[] keys = new String[MOST / 2];
        private Value[] values = new Value[MOST / 2];
        private int size;

        /** Whether the key is new; if it is not, its value stays. */
        boolean putIfAbsent(String key, Value value) {
            for (int i = 0; i < size; i++) {
                if (keys[i].equals(key)) {
                    return false;
                }
            }
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, MOST);
                values = Arrays.copyOf(values, MOST);
            }
            keys[size] = key;
            values[size++] = value;
            return true;
        }

        boolean isFull() {
            return size == MOST;
        }

        SmallTable build() {
            return new SmallTable(Arrays.copyOf(keys, size), Arrays.copyOf(values, size));
        }
    }
}
