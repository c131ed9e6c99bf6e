// SPDX-License-Identifier: Apache-2.0
/**
 * A local server that speaks the wire of Google's video models: {@link dev.veo3.emulator.Emulator} serves real MP4s,
 * refuses what the service refuses, injects faults, and keeps a {@link dev.veo3.emulator.Ledger} of what would have been
 * billed. It rehearses a batch without spending anything. It uses its own subpackages {@code clip} and {@code wire} and
 * no other package of the library, so that it can contradict the client.
 */
@NullMarked
package dev.veo3.emulator;

import org.jspecify.annotations.NullMarked;
