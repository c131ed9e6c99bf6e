// SPDX-License-Identifier: Apache-2.0
/**
 * What the emulator's wires have in common: a {@link dev.veo3.emulator.route.Route} reads one kind of request and turns it
 * into a {@link dev.veo3.emulator.route.Call}, which is carried out after credentials and faults have been looked at. A
 * route knows neither of these. Uses {@code operation} and the packages below it.
 */
@NullMarked
package dev.veo3.emulator.route;

import org.jspecify.annotations.NullMarked;
