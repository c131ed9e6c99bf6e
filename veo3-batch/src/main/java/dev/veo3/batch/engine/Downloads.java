// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.execute.JobContext.Transfer;
import dev.veo3.batch.limit.DownloadPermits;
import dev.veo3.batch.metrics.Activity;
import dev.veo3.batch.metrics.Phase;
import dev.veo3.batch.metrics.Tally;
import dev.veo3.batch.plan.Job;
import dev.veo3.time.TimeSource;

/** Lets so many jobs at once bring their videos home, first come, first served. */
final class Downloads {
    private final DownloadPermits permits;
    private final Announcer announcer;
    private final Signal signal;
    private final TimeSource time;

    Downloads(DownloadPermits permits, Announcer announcer, Signal signal, TimeSource time) {
        this.permits = permits;
        this.announcer = announcer;
        this.signal = signal;
        this.time = time;
    }

    <T> T run(Job job, Tally.Sheet sheet, Transfer<T> transfer) throws InterruptedException {
        long asked = time.nanos();
        permits.acquire();
        long begun = time.nanos();
        sheet.waitedForDownload(begun - asked);
        // Submissions may wait until fewer downloads do.
        signal.raise();
        try {
            if (announcer.isHeard()) {
                announcer.tell(new JobEvent.Downloading(job));
            }
            return transfer.run();
        } finally {
            long ended = time.nanos();
            sheet.spent(Activity.DOWNLOADING, ended - begun);
            sheet.took(Phase.DOWNLOAD, ended - asked);
            permits.release();
        }
    }

    /** How many run at once. */
    int limit() {
        return permits.snapshot().limit();
    }

    /** How many run now. */
    int running() {
        return permits.snapshot().running();
    }

    boolean areCongested() {
        return permits.isCongested();
    }
}
