/** Examples. */
@NullMarked
package dev.veo3.examples;

import org.jspecify.annotations.NullMarked;
