// SPDX-License-Identifier: Apache-2.0
/**
 * Models, what each can do and what it costs: {@link dev.veo3.model.ModelCatalog}. May import {@code media}.
 */
@NullMarked
package dev.veo3.model;

import org.jspecify.annotations.NullMarked;
