package dev.veo3.batch.engine;

import dev.veo3.batch.event.JobEvent;
import dev.veo3.batch.execute.JobContext.Transfer;
import dev.veo3.batch.limit.DownloadPermits;
import dev.veo3.batch.plan.Job;

/** Lets so many jobs at once bring their videos home, first come, first served. */
final class Downloads {
    private final DownloadPermits permits;
    private final Announcer announcer;
    private final Signal signal;

    Downloads(DownloadPermits permits, Announcer announcer, Signal signal) {
        this.permits = permits;
        this.announcer = announcer;
        this.signal = signal;
    }

    <T> T run(Job job, Transfer<T> transfer) throws InterruptedException {
        permits.acquire();
        // Submissions may wait until fewer downloads do.
        signal.raise();
        try {
            if (announcer.isHeard()) {
                announcer.tell(new JobEvent.Downloading(job));
            }
            return transfer.run();
        } finally {
            permits.release();
        }
    }

    boolean areCongested() {
        return permits.isCongested();
    }
}
