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

#endif
