// SPDX-License-Identifier: Apache-2.0
/** Cloud Storage, as far as results go there. Uses {@code route} and the packages below it. */
@NullMarked
package dev.veo3.emulator.storage;

import org.jspecify.annotations.NullMarked;
