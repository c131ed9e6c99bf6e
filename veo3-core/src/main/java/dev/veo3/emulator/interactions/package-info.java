// SPDX-License-Identifier: Apache-2.0
/**
 * Gemini Omni on the Interactions API, at the Gemini API and on Agent Platform: create in the background or blocking, get,
 * cancel, delete. Uses {@code route} and the packages below it.
 */
@NullMarked
package dev.veo3.emulator.interactions;

import org.jspecify.annotations.NullMarked;
