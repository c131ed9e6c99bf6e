// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP, one call at a time: {@link dev.veo3.transport.Transport} sends a call once, and decorators add credentials and logging. Also
 * what every wire has in common: the errors of the service and what an answer to a paid request means. The only package that knows
 * {@code java.net.http}. May import {@code time, error, auth} and {@code video}.
 */
@NullMarked
package dev.veo3.transport;

import org.jspecify.annotations.NullMarked;
