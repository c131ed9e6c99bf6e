/**
 * Prompt templates: {@link dev.veo3.prompt.PromptTemplate} is parsed once and rendered often, in one pass, so that a
 * value is never read as a template again. Imports no other package of the library.
 */
@NullMarked
package dev.veo3.prompt;

import org.jspecify.annotations.NullMarked;
