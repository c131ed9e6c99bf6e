// SPDX-License-Identifier: Apache-2.0
/**
 * The wire of Gemini Omni: the Interactions API, on the Gemini API and on the Agent Platform. Entry point:
 * {@link dev.veo3.internal.interactions.InteractionsWire}. May import everything below it and {@code internal.codec}.
 */
@NullMarked
package dev.veo3.internal.interactions;

import org.jspecify.annotations.NullMarked;
