/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One form for all that readers take for the same letter. */
#ifndef LIB_LETTER_H
#define LIB_LETTER_H

#include <glib.h>

/* Below this, a table made by make-letters while the library is built knows the
 * answer: Latin, Greek, Cyrillic. */
#define LETTER_TABLE_END 0x530

/* The lower case of a letter, digit or mark, without accents; 0 for all
 * others. */
gunichar letter_fold(gunichar c);

/* Scripts written without spaces between words. */
static inline gboolean
letter_is_unspaced(gunichar c)
{
  if (c < 0x0E00)
    return FALSE;
  return c <= 0x109F                        /* Thai, Lao, Tibetan, Burmese */
         || (c >= 0x1780 && c <= 0x17FF)    /* Khmer */
         || (c >= 0x2E80 && c <= 0x2FDF)    /* radicals */
         || (c >= 0x3005 && c <= 0x3007)    /* iteration mark */
         || (c >= 0x3040 && c <= 0x30FF)    /* kana */
         || (c >= 0x31F0 && c <= 0x31FF)    /* small kana */
         || (c >= 0x3400 && c <= 0x4DBF)    /* Han */
         || (c >= 0x4E00 && c <= 0x9FFF)    /* Han */
         || (c >= 0xF900 && c <= 0xFAFF)    /* Han */
         || (c >= 0xFF66 && c <= 0xFF9F)    /* half-width kana */
         || (c >= 0x20000 && c <= 0x3FFFF); /* Han */
}

/* Characters that show nothing: soft hyphen, joiners, marks of direction; and
 * accents that stand apart from their letter. */
static inline gboolean
letter_is_ignored(gunichar c)
{
  return c == 0xAD || (c >= 0x0300 && c <= 0x036F) ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0xFE00 && c <= 0xFE0F) ||
         c == 0xFEFF;
}

#endif
