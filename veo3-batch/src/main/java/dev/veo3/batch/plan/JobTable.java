// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.util.OptionalInt;

/** The jobs of a plan, in memory or in the file of the manifest. Thread-safe. */
interface JobTable {

    int count();

    /** Makes or finds a job. */
    Job job(int index);

    /** What is known of a job without reading it: all of it where it is in memory. */
    Job outline(int index);

    /** The id of a job, without reading it. */
    String id(int index);

    /** Whether jobs are read when they are needed. */
    boolean isStreamed();

    /** The index of the job with that id; empty when there is none. */
    OptionalInt find(String id);
}
