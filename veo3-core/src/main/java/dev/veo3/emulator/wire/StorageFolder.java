// SPDX-License-Identifier: Apache-2.0
package dev.veo3.emulator.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in Cloud Storage.
 *
 * @param bucket the bucket's name
 * @param prefix what object names begin with, without a slash at its end; may be empty
 */
public record StorageFolder(String bucket, String prefix) {

    private static final Pattern GS = Pattern.compile("gs://([a-z0-9][a-z0-9._-]*)(?:/(.*?)/*)?");

    /**
     * Reads {@code gs://bucket/prefix/}.
     *
     * @throws ApiError with status 400 when it is not of this form
     */
    public static StorageFolder parse(String uri, String field) throws ApiError {
        Matcher matcher = GS.matcher(uri);
        if (!matcher.matches()) {
            throw ApiError
                    .invalid("The value of " + field + " needs to be a Cloud Storage URI like gs://bucket/prefix/,"
                            + " not \"" + uri + "\".");
        }
        return new StorageFolder(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
    }

    /** The folder of this name inside. */
    public StorageFolder resolve(String name) {
        return new StorageFolder(bucket, prefix.isEmpty() ? name : prefix + "/" + name);
    }

    /** This place as {@code gs://bucket/prefix}, without a slash at its end. */
    public String uri() {
        return "gs://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
