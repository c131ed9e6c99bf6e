// SPDX-License-Identifier: Apache-2.0
/**
 * What has been accepted, whatever wire it came on: a {@link dev.veo3.emulator.operation.Submission} becomes an
 * {@link dev.veo3.emulator.operation.Operation}, {@link dev.veo3.emulator.operation.Operations} keeps them and their
 * limits, and {@link dev.veo3.emulator.operation.Results} makes their videos. Uses {@code catalog}, {@code clip},
 * {@code http} and {@code wire}.
 */
@NullMarked
package dev.veo3.emulator.operation;

import org.jspecify.annotations.NullMarked;
