// SPDX-License-Identifier: Apache-2.0
/**
 * What the user wrote: BatchManifest and its job specifications, unchecked but for
 * their shape. Imports no other package of the batch module.
 */
@NullMarked
package dev.veo3.batch.manifest;

import org.jspecify.annotations.NullMarked;
