// SPDX-License-Identifier: Apache-2.0
/**
 * What the wires have in common: sending a paid call once, asking, splicing the base64 of local files into a body without holding it,
 * and streaming videos out of an answer. May import everything below it and {@code internal.download}.
 */
@NullMarked
package dev.veo3.internal.codec;

import org.jspecify.annotations.NullMarked;
