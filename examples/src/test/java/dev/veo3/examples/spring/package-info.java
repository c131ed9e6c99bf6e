/** The library as beans of Spring. */
@NullMarked
package dev.veo3.examples.spring;

import org.jspecify.annotations.NullMarked;
