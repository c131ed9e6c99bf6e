// SPDX-License-Identifier: Apache-2.0
package dev.veo3.error;

/**
 * An answer of the service could not be understood. The message holds a short excerpt of it, never the whole.
 *
 * @since 1.0
 */
public final class VeoProtocolException extends VeoException {
    private static final long serialVersionUID = 1L;
    private static final int EXCERPT = 200;

    /** What was expected, and the answer, of which the message keeps an excerpt. */
    public VeoProtocolException(String message, String answer) {
        super(message + "; it began: " + excerpt(answer));
    }

    /** What was expected of an answer whose text tells nothing. */
    public VeoProtocolException(String message) {
        super(message);
    }

    private static String excerpt(String answer) {
        String oneLine = Redaction.of(answer).replaceAll("\\p{Cntrl}+", " ").strip();
        if (oneLine.isEmpty()) {
            return "(nothing)";
        }
        return oneLine.length() <= EXCERPT ? oneLine : oneLine.substring(0, EXCERPT) + " …";
    }
}
