// SPDX-License-Identifier: Apache-2.0
/** A browser, for tests of the pages that the library writes. */
@NullMarked
package dev.veo3.batch.browser;

import org.jspecify.annotations.NullMarked;
