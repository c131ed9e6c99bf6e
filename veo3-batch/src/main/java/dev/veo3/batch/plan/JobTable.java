package dev.veo3.batch.plan;

import java.util.OptionalInt;

/** The jobs of a plan, in memory or in the file of the manifest. Thread-safe. */
interface JobTable {

    int count();

    /** Makes or finds a job. */
    Job job(int index);

    /** The index of the job with that id; empty when there is none. */
    OptionalInt find(String id);
}
