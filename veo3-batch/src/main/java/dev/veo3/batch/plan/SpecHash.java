package dev.veo3.batch.plan;

import java.util.regex.Pattern;

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

    private static final Pattern FORM = Pattern.compile("v[0-9]{1,9}:[0-9a-f]{64}");

    /** A version, a colon, and the digits. */
    public SpecHash {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("\"" + value + "\" is no hash of a job");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
