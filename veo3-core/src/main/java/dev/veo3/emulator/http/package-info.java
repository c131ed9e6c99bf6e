// SPDX-License-Identifier: Apache-2.0
/**
 * The emulator's own HTTP/1.1 server, one virtual thread for each connection: {@link dev.veo3.emulator.http.Listener}
 * accepts, a {@link dev.veo3.emulator.http.Handler} says what goes over the wire, and an
 * {@link dev.veo3.emulator.http.Answer} may be less than a whole reply: cut, slow, late, none at all, or a connection that
 * is reset. The JDK's own server can make none of these. Uses no other package of the library.
 */
@NullMarked
package dev.veo3.emulator.http;

import org.jspecify.annotations.NullMarked;
