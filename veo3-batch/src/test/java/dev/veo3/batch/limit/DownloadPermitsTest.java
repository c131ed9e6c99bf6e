// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import dev.veo3.batch.limit.DownloadPermits.Downloads;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DownloadPermitsTest {
    private final DownloadPermits permits = new DownloadPermits(2, 3);
    private final List<String> got = new CopyOnWriteArrayList<>();

    /** A thread that waits for a permit. */
    private Thread waiter(String name) {
        int before = permits.snapshot().waiting();
        Thread thread = Thread.ofVirtual().name(name).start(() -> {
            try {
                permits.acquire();
                got.add(name);
            } catch (InterruptedException e) {
                got.add(name + " was interrupted");
            }
        });
        while (permits.snapshot().waiting() == before || thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    @Test
    void soManyDownloadsRunAtOnce() throws InterruptedException {
        permits.acquire();
        permits.acquire();

        assertThat(permits.snapshot()).isEqualTo(new Downloads(2, 2, 0));
        permits.release();
        assertThat(permits.snapshot()).isEqualTo(new Downloads(2, 1, 0));
    }

    @Test
    void whatWasMadeFirstIsBroughtHomeFirst() throws InterruptedException {
        permits.acquire();
        permits.acquire();
        Thread first = waiter("first");
        Thread second = waiter("second");
        Thread third = waiter("third");
        assertThat(permits.snapshot()).isEqualTo(new Downloads(2, 2, 3));

        permits.release();
        first.join();
        permits.release();
        second.join();
        permits.release();
        third.join();

        assertThat(got).containsExactly("first", "second", "third");
        permits.release();
        permits.release();
        assertThat(permits.snapshot()).isEqualTo(new Downloads(2, 0, 0));
    }

    @Test
    void whileManyWaitNothingMoreShouldBeSubmitted() throws InterruptedException {
        permits.acquire();
        permits.acquire();
        waiter("first");
        waiter("second");
        assertThat(permits.isCongested()).isFalse();

        Thread third = waiter("third");
        assertThat(permits.isCongested()).isTrue();

        third.interrupt();
        third.join();
        assertThat(permits.isCongested()).isFalse();
        permits.release();
        permits.release();
    }

    @Test
    void whoIsInterruptedHasNoPermitAndWaitsNoMore() throws InterruptedException {
        permits.acquire();
        permits.acquire();
        Thread waiter = waiter("it");

        waiter.interrupt();
        waiter.join();

        assertThat(got).containsExactly("it was interrupted");
        assertThat(permits.snapshot()).isEqualTo(new Downloads(2, 2, 0));
        permits.release();
        permits.release();
        assertThat(permits.snapshot()).isEqualTo(new Downloads(2, 0, 0));
    }

    @Test
    void aPermitThatNobodyHasCannotBeGivenBack() {
        assertThatThrownBy(permits::release).isInstanceOf(IllegalStateException.class);
        assertThat(permits.snapshot()).isEqualTo(new Downloads(2, 0, 0));
    }

    @Test
    void atLeastOneRuns() {
        assertThatThrownBy(() -> new DownloadPermits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DownloadPermits(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
