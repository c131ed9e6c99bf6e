/**
 * What the emulator reads from and writes to the wire: bounded JSON bodies, the service's error envelope, and the request
 * of the Veo models on Agent Platform with every rule by which the service refuses one
 * ({@link dev.veo3.emulator.wire.VeoRequestReader}). Uses the package {@code clip} only.
 */
@NullMarked
package dev.veo3.emulator.wire;

import org.jspecify.annotations.NullMarked;
