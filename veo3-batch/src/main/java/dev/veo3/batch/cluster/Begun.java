// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

/** What is said in SQL, of a row of {@code veo3_job}, when the service has the job, or may have it: it is to be looked after. */
final class Begun {
    /** It has not come to rest. By an index of the table. */
    static final String OPEN = "phase IN ('SUBMITTED', 'SUBMITTING', 'AMBIGUOUS')";
    /** The same, or its worker has handed it back: that is an end as unfinished, until another one goes on. */
    static final String ANY = "(" + OPEN + " OR outcome = 'unfinished')";

    private Begun() {}
}
