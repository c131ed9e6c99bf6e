// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.route;

/** Which credentials a request needs. */
public enum Access {
    /** A bearer token; an API key is refused. */
    TOKEN,
    /** An API key. */
    KEY,
    /** None. */
    OPEN,
    /** None, and none may come along: the request went to a host that must not see any. */
    FOREIGN
}
