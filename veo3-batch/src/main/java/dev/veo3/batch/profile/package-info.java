// SPDX-License-Identifier: Apache-2.0
/**
 * Where the time and the memory of a batch go: {@link dev.veo3.batch.profile.BatchProfiler} records it with the JDK's Flight
 * Recorder, {@link dev.veo3.batch.profile.Profile} reads such a recording. May import what lies below {@code engine}, and does
 * not: whatever runs can be profiled.
 */
@NullMarked
package dev.veo3.batch.profile;

import org.jspecify.annotations.NullMarked;
