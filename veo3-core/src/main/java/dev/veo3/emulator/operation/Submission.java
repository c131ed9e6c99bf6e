// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.operation;

import dev.veo3.emulator.catalog.Model;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A valid request to begin an operation, before it is accepted.
 *
 * @param owner who may see the operation: a project, or the project of an API key
 * @param namePrefix what the operation's name begins with; its id follows
 * @param model the model
 * @param order what is wanted
 * @param bodyHash see {@link dev.veo3.emulator.wire.JsonBody#hash}
 */
public record Submission(String owner, String namePrefix, Model model, VideoOrder order, String bodyHash) {

    private static final String JOB_LABEL = "veo3-job";

    /** The job's label, if the request has one. */
    public Optional<String> job() {
        return Optional.ofNullable(order.labels().get(JOB_LABEL));
    }

    /** The job's label, else the hash of the body. */
    public String jobOrHash() {
        return job().orElse(bodyHash);
    }

    /** What one video costs, in US dollars; empty when the model has no price. */
    public Optional<BigDecimal> cost() {
        return model.price(order.shape().resolution(), order.sound()).map(price -> price.multiply(order.seconds()));
    }
}
