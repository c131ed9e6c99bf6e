// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.manifest;

/** Takes what is found wrong while a manifest is read. */
@FunctionalInterface
interface Findings {

    /** Something is wrong there; what it is and what to do are clauses without a full stop. */
    void report(SourcePosition position, String message, String remedy);
}
