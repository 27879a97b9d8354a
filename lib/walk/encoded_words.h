/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text in header fields that is no ASCII (RFC 2047). */
#ifndef LIB_ENCODED_WORDS_H
#define LIB_ENCODED_WORDS_H

#include <glib.h>

#include "base/arena.h"

/* The value with its encoded words decoded to UTF-8, each by itself; what is
 * no encoded word stays. */
char *encoded_words_decode(Arena *arena, const char *value);

#endif
