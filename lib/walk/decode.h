/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Character sets and header encodings: everything becomes UTF-8. */
#ifndef LIB_DECODE_H
#define LIB_DECODE_H

#include <glib.h>

#include "base/arena.h"

/* Starts GMime once, safely from many threads; the host may have done it. */
void decode_init(void);

/* Converts a span to UTF-8 with LF line ends and no NUL. The label may be
 * NULL, wrong or unknown: then the character set is guessed. What can't be
 * decoded becomes U+FFFD. Linear. */
char *decode_text(Arena *arena, const char *bytes, gsize length,
                  const char *charset, gsize *out_length);

/* The same of an encoded word: too short and too many to guess. */
char *decode_word(Arena *arena, const char *bytes, gsize length,
                  const char *charset, gsize *out_length);

/* Decodes the encoded words (RFC 2047) of an unfolded field value; raw 8-bit
 * bytes are converted as text without a label is. May be the value itself. NULL
 * gives NULL. */
const char *decode_field(Arena *arena, const char *value);

#endif
