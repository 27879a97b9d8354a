/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which character set a text without a true label has. */
#ifndef LIB_CHARSET_H
#define LIB_CHARSET_H

#include <glib.h>

/* The character set in which the bytes read best, by the letters that its
 * languages use most; NULL where none does clearly. Looks at a bounded sample
 * from the first byte that is not ASCII on. */
const char *charset_guess(const char *bytes, gsize length);

#endif
