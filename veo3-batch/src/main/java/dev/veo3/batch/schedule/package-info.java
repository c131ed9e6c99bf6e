// SPDX-License-Identifier: Apache-2.0
/** Which job comes next. May import {@code event} and what that may import. */
@NullMarked
package dev.veo3.batch.schedule;

import org.jspecify.annotations.NullMarked;
