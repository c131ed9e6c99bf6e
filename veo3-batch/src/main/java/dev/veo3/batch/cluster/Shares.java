// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import dev.veo3.batch.cluster.BatchTable.Orders;
import dev.veo3.time.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shares of one worker, by batch. They are opened and closed on threads of their own: a plan of many jobs, or a submission that is
 * waited for, keeps nobody from looking after the other batches. For the watching thread, and for whoever has waited for its end.
 */
final class Shares {
    private static final Logger LOG = LoggerFactory.getLogger(Shares.class);
    /** Plans are made by the processor, which the jobs that run need too: not on virtual threads, which share few threads. */
    private static final int OPENED_AT_ONCE = 2;
    private static final String STILL_CLOSING = "its share of what the batch was before has not come to its end";

    private final WorkerParts parts;
    private final TimeSource time;
    private final Runnable news;
    private final ThreadPoolExecutor openers = new ThreadPoolExecutor(OPENED_AT_ONCE, OPENED_AT_ONCE, 5,
            TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("veo3-cluster-plan-", 0).daemon(true).factory());
    private final Map<String, Held> held = new HashMap<>();
    private final Refusals refusals;
    private volatile boolean closed;

    /** What there is of a batch here: first it is opened, then it is a share, then it is closed. */
    private static final class Held {
        private final FutureTask<ShareOpening> opening;
        private boolean works;
        /** In elapsed nanoseconds. */
        private long worksSince;
        private @Nullable Thread closing;

        Held(FutureTask<ShareOpening> opening) {
            this.opening = opening;
        }
    }

    /** The runnable is called on any thread when a share has been opened or closed. */
    Shares(WorkerParts parts, TimeSource time, Runnable news) {
        this.parts = parts;
        this.time = time;
        this.news = news;
        this.refusals = new Refusals(parts.options().name(), time);
        openers.allowCoreThreadTimeOut(true);
    }

    /** Does what is ordered for the batches that are not over, as far as that takes no time, and begins the rest. */
    void obey(List<Orders> open) {
        Map<String, Orders> byName = open.stream().collect(Collectors.toMap(Orders::batch, Function.identity()));
        refusals.retain(byName.keySet());
        held.entrySet().removeIf(
                one -> isGone(one.getKey(), one.getValue(), Optional.ofNullable(byName.get(one.getKey()))));
        for (Orders orders : open) {
            if (!held.containsKey(orders.batch()) && !refusals.rests(orders)) {
                open(orders.batch());
            }
        }
    }

    private void open(String batch) {
        FutureTask<ShareOpening> opening = new FutureTask<>(() -> {
            if (closed) {
                throw new CancellationException("the worker ends");
            }
            return ShareOpening.of(parts.database().read(connection -> BatchTable.find(connection, batch))
                    .orElseThrow(() -> new CancellationException("the batch is gone")), parts);
        });
        held.put(batch, new Held(opening));
        openers.execute(() -> {
            opening.run();
            news.run();
        });
    }

    /** Brings one share to where it should be; whether there is nothing left of it. */
    private boolean isGone(String batch, Held one, Optional<Orders> orders) {
        if (one.closing != null) {
            return !one.closing.isAlive();
        }
        return switch (one.opening.state()) {
            case RUNNING -> false;
            case CANCELLED -> true;
            case FAILED -> {
                failed(one.opening.exceptionNow(), orders);
                yield true;
            }
            case SUCCESS -> {
                look(batch, one, one.opening.resultNow(), orders);
                yield false;
            }
        };
    }

    /** Whatever is wrong with this batch, the others are worked at. */
    private void failed(Throwable why, Optional<Orders> orders) {
        switch (why) {
            case CancellationException e -> LOG.debug("A batch was not opened: {}", e.getMessage());
            case DatabaseAwayException e -> LOG.debug("A batch was not opened, and is at the next look", e);
            default -> orders.ifPresent(ordered -> refusals.cannot(ordered, String.valueOf(why.getMessage())));
        }
    }

    private void look(String batch, Held one, ShareOpening opened, Optional<Orders> orders) {
        BatchShare share = opened.share();
        Optional<Orders> current = orders.filter(ordered -> share.isOf(ordered.submittedAt()));
        Optional<String> broken = share.broken();
        if (current.isEmpty() || broken.isPresent()) {
            current.ifPresent(ordered -> refusals.broke(ordered, broken.orElseThrow()));
            share.end();
            one.closing = Thread.ofVirtual().name("veo3-cluster-close").start(() -> {
                close(opened);
                news.run();
            });
            return;
        }
        share.obey(current.get());
        if (!one.works) {
            one.works = true;
            one.worksSince = time.nanos();
            share.start();
        }
        refusals.works(batch, one.worksSince);
    }

    private void close(ShareOpening share) {
        try {
            share.close();
        } catch (RuntimeException e) {
            LOG.error("Worker {} has ended its share of a batch, and not all of it is written down: {}",
                    parts.options().name(), e.getMessage());
        }
    }

    /** The batches that are worked at, without a problem, and those that cannot be, with theirs. */
    Map<String, Optional<String>> problems(List<Orders> open) {
        Map<String, Optional<String>> problems = new HashMap<>();
        for (Orders orders : open) {
            Held one = held.get(orders.batch());
            if (one != null && one.works && one.closing == null) {
                problems.put(orders.batch(), Optional.empty());
            } else {
                refusals.why(orders.batch())
                        .or(() -> Optional.ofNullable(one).filter(old -> old.closing != null).map(old -> STILL_CLOSING))
                        .ifPresent(why -> problems.put(orders.batch(), Optional.of(why)));
            }
        }
        return problems;
    }

    /** Ends all shares, and waits for that; what is being opened is waited for. An interrupt is kept for later. */
    void close() {
        closed = true;
        openers.shutdown();
        held.values().stream().filter(one -> one.closing == null && one.opening.state() == Future.State.SUCCESS)
                .forEach(one -> one.opening.resultNow().share().end());
        Patience.until(() -> openers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
        for (Held one : held.values()) {
            Thread closing = one.closing;
            if (closing != null) {
                Patience.until(closing::join);
            } else if (one.opening.state() == Future.State.SUCCESS) {
                close(one.opening.resultNow());
            }
        }
        held.clear();
    }
}
