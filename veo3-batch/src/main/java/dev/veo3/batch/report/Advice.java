// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.report;

import java.util.Locale;
import java.util.regex.Pattern;

/** What to do about jobs that have not all of their videos. */
final class Advice {
    /** The service's word; in small letters it may be a part of a name. */
    private static final Pattern INTERNAL = Pattern.compile("\\bINTERNAL(_ERROR)?\\b");
    private static final String RETRY = "A retry submits them again";

    private Advice() {}

    /** What to do about an outcome with this reason, a sentence or two. */
    static String on(String outcome, String reason) {
        return switch (outcome) {
            case "filtered" ->
                "Nothing was charged. Reword the prompt, or take other images: the same request meets the same filter.";
            case "partly_filtered" ->
                "Only the videos that are there were charged. Reword the prompt if you need the others.";
            case "empty" ->
                "It may have been charged. Look the operation up in the service's console before you submit it again.";
            case "ambiguous" ->
                "It may have been charged, so it is never sent again by itself. Look into the service's console;"
                        + " if the video is not there, accept unknown jobs in a retry.";
            case "unfinished" ->
                "The service keeps it: run the same batch again, and its videos are brought home without a new charge.";
            case "skipped" -> "Mend what it waited for, and run the same batch again.";
            case "cancelled" -> "Nothing was submitted. Run the same batch again.";
            case ReportedJob.PENDING -> "Its turn has not come. If the batch does not run any more, run it again.";
            case "failed" -> onFailure(reason);
            default -> "A later version of this library wrote it: read the journal with that one.";
        };
    }

    private static String onFailure(String told) {
        String reason = told.toLowerCase(Locale.ROOT);
        // First: such a reason names a host, in which any of the words below may stand.
        if (says(reason, "came about", "has no address", "did not leave whole", "no connection became free")) {
            return "Nothing reached the service: check the network and the proxy. " + RETRY + ".";
        }
        if (says(reason, "http 401", "http 403", "permission_denied", "unauthenticated")) {
            return "Check the key or the credentials, and that the project may use the model. " + RETRY + ".";
        }
        if (says(reason, "http 404", "not_found")) {
            return "Check the model's id and the location: models are retired, and not every location has all of them. "
                    + RETRY
                    + ".";
        }
        if (says(reason, "http 429", "quota", "resource_exhausted")) {
            return "Ask for a larger quota, or submit at a lower rate. " + RETRY + ".";
        }
        if (says(reason, "http 400", "invalid_argument", "http 413", "http 422")) {
            return "The service does not take the request as it is: correct the job in the manifest. " + RETRY + ".";
        }
        if (INTERNAL.matcher(told).find() || says(reason, "internal error", "unavailable", "http 5")) {
            return "The service failed. " + RETRY + "; allow more attempts to have that done by itself.";
        }
        return "Nothing was charged. Mend the cause. " + RETRY + ".";
    }

    private static boolean says(String reason, String... words) {
        for (String word : words) {
            if (reason.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
