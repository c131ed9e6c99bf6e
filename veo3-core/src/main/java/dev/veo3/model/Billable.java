// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What of a request decides its price.
 *
 * @since 1.0
 */
public interface Billable {

    /** The model that is asked. */
    ModelId model();

    /** What it is asked for. */
    Feature feature();

    /** The length of one video; empty when the service chooses. */
    Optional<Duration> duration();

    /** The resolution; empty when the service chooses. */
    Optional<Resolution> resolution();

    /** How many videos. */
    int samples();

    /** Whether sound was asked for, or not switched off. */
    boolean withSound();
}
