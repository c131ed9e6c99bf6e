// SPDX-License-Identifier: Apache-2.0
/**
 * Credentials: {@link dev.veo3.auth.Credentials}, asked again for each request. Nothing here prints a secret. Imports no
 * other package of the library.
 */
@NullMarked
package dev.veo3.auth;

import org.jspecify.annotations.NullMarked;
