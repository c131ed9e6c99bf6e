// SPDX-License-Identifier: Apache-2.0
package dev.veo3.internal.download;

import java.time.Duration;
import java.util.function.IntFunction;

/**
 * How long a download goes on trying. Thread-safe.
 *
 * @param attempts how many in a row may bring nothing
 * @param waits how long to wait after so many of them, at least one
 * @param timeout for the beginning of an answer and for each pause in it
 * @param longest for all attempts together
 * @param mostBytes of a video
 */
public record Patience(int attempts, IntFunction<Duration> waits, Duration timeout, Duration longest,
        long mostBytes) {}
