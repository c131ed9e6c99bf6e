// SPDX-License-Identifier: Apache-2.0
/**
 * The Gemini API: Veo by {@code :predictLongRunning}, which Google has retired and proxies and recordings still speak, the
 * Files API, where results of every model of the Gemini API go, and the models. Uses {@code route} and the packages below
 * it.
 */
@NullMarked
package dev.veo3.emulator.gemini;

import org.jspecify.annotations.NullMarked;
