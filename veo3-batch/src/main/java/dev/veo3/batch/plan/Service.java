// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import dev.veo3.model.ModelCatalog;
import dev.veo3.model.Platform;

/**
 * Where an executor runs its jobs, for the plan that checks and prices them.
 *
 * @param platform by which the catalogue looks models up
 * @param catalog what is known about models there
 * @since 1.0
 */
public record Service(Platform platform, ModelCatalog catalog) {

    /** The Agent Platform, with what the library knows about its models. */
    public static Service standard() {
        return new Service(Platform.AGENT_PLATFORM, ModelCatalog.standard());
    }
}
