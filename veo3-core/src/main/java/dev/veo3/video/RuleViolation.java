// SPDX-License-Identifier: Apache-2.0
package dev.veo3.video;

/**
 * A rule of the service that a request breaks.
 *
 * @param part what of the request breaks it
 * @param message what is wrong, a clause
 * @param remedy what to do, a clause
 * @since 1.0
 */
public record RuleViolation(RequestPart part, String message, String remedy) {

    /** A sentence or two. */
    @Override
    public String toString() {
        return message + ". " + remedy + ".";
    }
}
