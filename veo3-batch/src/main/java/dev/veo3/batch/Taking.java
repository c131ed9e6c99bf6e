// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch;

import dev.veo3.batch.report.ResultsFile;
import java.util.Optional;

/**
 * What a run makes of what is known of its batch.
 *
 * @param again whether jobs that failed for certain are submitted again
 * @param acceptUnknown whether a person has decided that jobs of unknown fate are submitted again
 * @param results what is known besides the journal
 */
record Taking(boolean again, boolean acceptUnknown, Optional<ResultsFile> results) {

    /** Goes on where the batch stopped. */
    static final Taking UP = new Taking(false, false, Optional.empty());
}
