// SPDX-License-Identifier: Apache-2.0
/** The library as beans of Spring. */
@NullMarked
package dev.veo3.examples.spring;

import org.jspecify.annotations.NullMarked;
