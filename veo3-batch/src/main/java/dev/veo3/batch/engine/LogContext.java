// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.engine;

import org.slf4j.MDC;

/** What every line of a log says that is written while a job runs, by its library, its executor or a listener. For the job's thread. */
final class LogContext {
    private static final String BATCH = "veo3.batch";
    private static final String JOB = "veo3.job";
    private static final String ATTEMPT = "veo3.attempt";

    private LogContext() {}

    /** The thread begins to run jobs of that batch; what it may have inherited of another job is none of its business. */
    static void enterBatch(String name) {
        leaveJob();
        MDC.put(BATCH, name);
    }

    static void leaveBatch() {
        leaveJob();
        MDC.remove(BATCH);
    }

    static void enterJob(String id) {
        MDC.put(JOB, id);
    }

    static void attempt(int number) {
        MDC.put(ATTEMPT, Integer.toString(number));
    }

    static void leaveJob() {
        MDC.remove(JOB);
        MDC.remove(ATTEMPT);
    }
}
