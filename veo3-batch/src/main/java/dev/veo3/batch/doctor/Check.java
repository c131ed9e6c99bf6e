// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.doctor;

/**
 * One thing that a {@link Doctor} looked at.
 *
 * @param subject what it is, for example {@code memory}
 * @param figures what was found, a sentence or two with figures
 * @since 1.0
 */
public record Check(String subject, Result result, String figures) {

    /** How it is to be taken. */
    public enum Result {
        /** As it should be. */
        PASS,
        /** Somebody should look at it before many jobs are run. */
        FAIL,
        /** It could not be looked at; the figures say why. */
        NOT_CHECKED
    }

    static Check of(String subject, boolean passed, String figures) {
        return new Check(subject, passed ? Result.PASS : Result.FAIL, figures);
    }

    static Check not(String subject, String why) {
        return new Check(subject, Result.NOT_CHECKED, why);
    }

    /** One line, for people. */
    public String describe() {
        return switch (result) {
            case PASS -> "pass         ";
            case FAIL -> "FAIL         ";
            case NOT_CHECKED -> "not checked  ";
        } + subject + ": " + figures;
    }
}
