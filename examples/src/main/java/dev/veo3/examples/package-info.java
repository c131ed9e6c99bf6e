// SPDX-License-Identifier: Apache-2.0
/** The demo, and the command line {@code veo3}: each command is a thin call of the library. */
@NullMarked
package dev.veo3.examples;

import org.jspecify.annotations.NullMarked;
