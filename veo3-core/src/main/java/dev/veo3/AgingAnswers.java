// SPDX-License-Identifier: Apache-2.0
package dev.veo3;

import dev.veo3.model.ModelId;
import dev.veo3.model.ServedModel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the service said of its models, and when. Thread-safe. */
final class AgingAnswers {
    // There are hundreds of models; who asks for thousands of names does not fill the memory.
    private static final int MOST_MODELS = 1000;

    private record Aging<T>(T answer, long nanos) {

        Optional<T> at(long now, Duration timeToLive) {
            return now - nanos < timeToLive.toNanos() ? Optional.of(answer) : Optional.empty();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Aging<List<ServedModel>> list;
    private final Map<ModelId, Aging<Optional<ServedModel>>> models = new LinkedHashMap<>();

    Optional<List<ServedModel>> list(long now, Duration timeToLive) {
        lock.lock();
        try {
            return list == null ? Optional.empty() : list.at(now, timeToLive);
        } finally {
            lock.unlock();
        }
    }

    void keepList(List<ServedModel> answer, long now) {
        lock.lock();
        try {
            list = new Aging<>(answer, now);
        } finally {
            lock.unlock();
        }
    }

    /** What was said of that model: that there is none, too. Empty when nothing was, or too long ago. */
    Optional<Optional<ServedModel>> model(ModelId id, long now, Duration timeToLive) {
        lock.lock();
        try {
            Aging<Optional<ServedModel>> known = models.get(id);
            return known == null ? Optional.empty() : known.at(now, timeToLive);
        } finally {
            lock.unlock();
        }
    }

    void keepModel(ModelId id, Optional<ServedModel> answer, long now) {
        lock.lock();
        try {
            models.remove(id);
            if (models.size() == MOST_MODELS) {
                models.remove(models.keySet().iterator().next());
            }
            models.put(id, new Aging<>(answer, now));
        } finally {
            lock.unlock();
        }
    }
}
