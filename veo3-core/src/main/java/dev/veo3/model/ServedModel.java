// SPDX-License-Identifier: Apache-2.0
package dev.veo3.model;

import java.util.Optional;

/**
 * What the service itself says of a model that it serves. What the model can do and costs, it does not say: that is in the
 * {@link ModelCatalog}.
 *
 * @param id the model
 * @param platform where it is served
 * @param title the service's name for people
 * @param version the service's word for its version
 * @param stage how far it is, for example {@code GA}; the Agent Platform says it, the Gemini API does not
 * @since 1.0
 */
public record ServedModel(ModelId id, Platform platform, Optional<String> title, Optional<String> version,
        Optional<String> stage) {}
