// SPDX-License-Identifier: Apache-2.0
/**
 * The wire of Veo on the Agent Platform (Vertex AI): {@code predictLongRunning} and {@code fetchPredictOperation}. Entry point:
 * {@link dev.veo3.internal.agentplatform.AgentPlatformWire}. May import everything below it and {@code internal.codec}.
 */
@NullMarked
package dev.veo3.internal.agentplatform;

import org.jspecify.annotations.NullMarked;
