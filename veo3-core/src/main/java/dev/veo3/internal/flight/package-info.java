// SPDX-License-Identifier: Apache-2.0
/**
 * Events for the JDK's flight recorder, named {@code dev.veo3.*}. Without a recording each costs a few nanoseconds. None has a prompt, a
 * path or a secret in it. Imports nothing of the library.
 */
@NullMarked
package dev.veo3.internal.flight;

import org.jspecify.annotations.NullMarked;
