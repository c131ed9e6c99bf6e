// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

/**
 * By what a later run knows that a job still asks for the same. It is made of everything that was written about the video:
 * the kind of request, model, prompt and settings, the content of the input files, the addresses of objects in Cloud Storage,
 * and for the video of another job that job's id and hash. It is not made of what the library fills in, of the names of files,
 * or of when and for how much the job runs.
 *
 * @param value {@code v1:} and 64 hexadecimal digits; another version says that the way of making it has changed
 * @since 1.0
 */
public record SpecHash(String value) {

    private static final int DIGITS = 64;
    private static final int LONGEST_VERSION = 9;

    /** A version, a colon, and the digits. */
    public SpecHash {
        if (!isHash(value)) {
            throw new IllegalArgumentException("\"" + value + "\" is no hash of a job");
        }
    }

    // By hand, because each of a manifest's many jobs has one.
    private static boolean isHash(String value) {
        int colon = value.length() - DIGITS - 1;
        if (colon < 2 || colon > LONGEST_VERSION + 1 || value.charAt(0) != 'v' || value.charAt(colon) != ':') {
            return false;
        }
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean fits = (c >= '0' && c <= '9') || i == colon || (i > colon && c >= 'a' && c <= 'f');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
