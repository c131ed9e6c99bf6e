// SPDX-License-Identifier: Apache-2.0
/**
 * Veo on Agent Platform: {@code :predictLongRunning}, {@code :fetchPredictOperation} and the publisher's models. Uses
 * {@code route} and the packages below it.
 */
@NullMarked
package dev.veo3.emulator.agentplatform;

import org.jspecify.annotations.NullMarked;
