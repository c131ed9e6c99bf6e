// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.interactions;

import dev.veo3.error.RpcError;

/** What the service's words for the status of an interaction mean. */
enum InteractionStatus {
    /** It goes on by itself. */
    RUNNING,
    /** It has ended as it should: with a video, or with a refusal in words. */
    COMPLETED,
    /** It was cancelled. */
    CANCELLED,
    /** It has ended otherwise, or waits for something that a video never needs. */
    ENDED,
    /** A word that this library does not know, or none. */
    UNKNOWN;

    static InteractionStatus of(String word) {
        return switch (word) {
            case "queued", "in_progress" -> RUNNING;
            case "completed" -> COMPLETED;
            case "cancelled" -> CANCELLED;
            case "failed", "incomplete", "budget_exceeded", "requires_action", "requires_continuation" -> ENDED;
            default -> UNKNOWN;
        };
    }

    /** The google.rpc error that stands for an ending without an error of its own. */
    static RpcError error(String word, String message) {
        int code = switch (word) {
            case "cancelled" -> 1;
            case "budget_exceeded" -> 8;
            case "requires_action", "requires_continuation" -> 9;
            default -> RpcError.UNKNOWN;
        };
        return new RpcError(code, word, message);
    }
}
