// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.route;

/** What a request wants. */
public enum Purpose {
    /** Begin an operation. */
    SUBMIT,
    /** Look at an operation. */
    POLL,
    /** Fetch a result, or its description. */
    DOWNLOAD,
    /** Ask what is in storage. */
    LIST,
    /** End an operation that is running. */
    CANCEL,
    /** Delete an operation's record or a result. */
    DELETE,
    /** Ask which models there are. */
    MODELS,
    /** Read the ledger. */
    LEDGER
}
