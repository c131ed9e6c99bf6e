// SPDX-License-Identifier: Apache-2.0
/**
 * Prompt templates: {@link dev.veo3.prompt.PromptTemplate} is parsed once and rendered often, in one pass, so that a
 * value is never read as a template again. {@link dev.veo3.prompt.TemplateLibrary} keeps templates in a file. Imports
 * {@code time} only.
 */
@NullMarked
package dev.veo3.prompt;

import org.jspecify.annotations.NullMarked;
