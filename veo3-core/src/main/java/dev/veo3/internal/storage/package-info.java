// SPDX-License-Identifier: Apache-2.0
/** Finds out what stands in Cloud Storage. May import {@code internal.codec} and what that may import. */
@NullMarked
package dev.veo3.internal.storage;

import org.jspecify.annotations.NullMarked;
