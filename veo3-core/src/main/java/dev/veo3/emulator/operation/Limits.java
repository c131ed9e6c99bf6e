// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.operation;

/**
 * How much an emulator takes.
 *
 * @param maxInFlight how many operations may run at the same time
 * @param submitsPerMinute how many submissions are accepted within any 60 seconds
 * @param kept how many operations are remembered; of more, those that are done and were accepted first are forgotten
 */
public record Limits(int maxInFlight, int submitsPerMinute, int kept) {}
