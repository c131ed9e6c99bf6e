// SPDX-License-Identifier: Apache-2.0
/**
 * What can go wrong between the library and the service: {@link dev.veo3.error.VeoException} and its kinds, and the
 * errors that the service itself reports. Imports no other package of the library.
 */
@NullMarked
package dev.veo3.error;

import org.jspecify.annotations.NullMarked;
