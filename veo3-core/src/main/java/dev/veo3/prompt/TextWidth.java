// SPDX-License-Identifier: Apache-2.0
package dev.veo3.prompt;

/**
 * How many columns a terminal gives to a character, by a short rule that is right for what prompts are written in:
 *
 * <ul>
 * <li>none for marks that are drawn over the character before them (the categories Mn and Me, variation selectors among them),
 * for skin tones, and for the vowels and finals of Hangul that are written as letters of their own;
 * <li>two for ideographs, for the blocks of Chinese, Japanese, Korean and Yi, for full-width forms, and for symbols that are an
 * emoji by themselves, but for the letters of which two make a flag;
 * <li>one for everything else.
 * </ul>
 *
 * The blocks are those that Unicode's annex 11 (East Asian Width) calls wide. Terminals disagree on emojis that are joined from
 * several characters.
 */
final class TextWidth {

    private TextWidth() {}

    static int columns(int character) {
        if (isOverPrevious(character)) {
            return 0;
        }
        return isWide(character) ? 2 : 1;
    }

    private static boolean isOverPrevious(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> Character.isEmojiModifier(c) || (c >= 0x1160 && c <= 0x11ff);
        };
    }

    private static boolean isWide(int c) {
        boolean flagLetter = c >= 0x1f1e6 && c <= 0x1f1ff;
        return Character.isIdeographic(c) || (Character.isEmojiPresentation(c) && !flagLetter)
                || (c >= 0x1100 && c <= 0x115f) // the letters that begin a syllable of Hangul
                || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f) // from the radicals of Chinese to Yi
                || (c >= 0xac00 && c <= 0xd7a3) // the syllables of Hangul
                || (c >= 0xfe30 && c <= 0xfe6f) // forms for vertical text, and small ones
                || (c >= 0xff01 && c <= 0xff60) || (c >= 0xffe0 && c <= 0xffe6); // full-width forms
    }
}
