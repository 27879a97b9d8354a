/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/letter.h"

/* Whether letters here are made of a base letter and an accent, which writers
 * leave off: Latin, Greek, Cyrillic. */
static inline gboolean
has_accents(gunichar c)
{
  return c < 0x530 || (c >= 0x1E00 && c <= 0x1FFF);
}

/* A lower-case letter without its accents. */
static gunichar
strip_accents(gunichar c)
{
  gunichar base = c;

  switch (c) {
  case 0xF8: /* o with stroke */
    return 'o';
  case 0x111: /* d with stroke */
    return 'd';
  case 0x131: /* dotless i */
    return 'i';
  case 0x142: /* l with stroke */
    return 'l';
  default:
    g_unichar_fully_decompose(c, FALSE, &base, 1);
    return base;
  }
}

gunichar
letter_fold(gunichar c)
{
  /* Han, kana (not its middle dot) and Hangul have no case. */
  if ((c >= 0x3041 && c <= 0x9FFF && c != 0x30FB && c != 0x30A0) ||
      (c >= 0xAC00 && c <= 0xD7A3))
    return c < 0x3100 || c >= 0x3400 || g_unichar_isalnum(c) ? c : 0;
  if (g_unichar_isalnum(c)) {
    c = g_unichar_tolower(c);
    return has_accents(c) ? strip_accents(c) : c;
  }
  return g_unichar_ismark(c) ? c : 0;
}
