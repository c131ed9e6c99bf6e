// SPDX-License-Identifier: Apache-2.0
/**
 * The wire of Veo on the Gemini API, on which Google retired the last model on 2026-10-22: kept for proxies and for recordings. Entry
 * point: {@link dev.veo3.internal.geminiapi.GeminiVeoWire}. May import everything below it and {@code internal.codec}.
 */
@NullMarked
package dev.veo3.internal.geminiapi;

import org.jspecify.annotations.NullMarked;
