// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.codec;

import dev.veo3.model.ModelId;
import dev.veo3.model.ServedModel;
import java.util.List;
import java.util.Optional;

/** Where the models of one platform are told. Each question goes out once, and nothing is remembered. Implementations are thread-safe. */
public interface ModelSource {

    /** Every model that the service tells. */
    List<ServedModel> list() throws InterruptedException;

    /** One model; empty when the service does not know it. */
    Optional<ServedModel> find(ModelId id) throws InterruptedException;
}
