// SPDX-License-Identifier: Apache-2.0
/**
 * The models that the emulator serves, with their prices: {@link dev.veo3.emulator.catalog.Models} reads the same file as
 * the library's catalogue. Uses no other package of the library.
 */
@NullMarked
package dev.veo3.emulator.catalog;

import org.jspecify.annotations.NullMarked;
