// SPDX-License-Identifier: Apache-2.0
/**
 * The client: {@link dev.veo3.VeoClient} submits a request once, polls its operation and brings its videos home;
 * {@link dev.veo3.Backend} says where. The roof of the library: it may import every package, and none imports it.
 */
@NullMarked
package dev.veo3;

import org.jspecify.annotations.NullMarked;
