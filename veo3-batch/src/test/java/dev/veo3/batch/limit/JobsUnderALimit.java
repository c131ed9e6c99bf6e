// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.limit;

import java.time.Duration;

/** A limit, the jobs that run under it, and a clock that is set by hand. */
abstract class JobsUnderALimit {
    static final int MOST = 64;
    static final long MINUTE = Duration.ofMinutes(1).toNanos();

    final AdaptiveLimit limit = new AdaptiveLimit(MOST);
    int running;
    long now;

    void accept() {
        limit.accepted(limit.sending(), now);
        running++;
    }

    void refuse() {
        limit.refused(limit.sending(), now);
    }

    void end() {
        limit.ended();
        running--;
    }

    /** Ends so many jobs one after the other, each replaced by one that is accepted. */
    void replace(int jobs) {
        for (int i = 0; i < jobs; i++) {
            end();
            accept();
        }
    }

    /** Accepts until so many run, and refuses one more. */
    void find(int quota) {
        while (running < quota) {
            accept();
        }
        refuse();
    }
}
