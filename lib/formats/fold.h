/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The form in which format patterns see a text: lower case without accents,
 * plain quotes, dashes and blanks. Unlike normalize.h it keeps punctuation and
 * lines. */
#ifndef LIB_FOLD_H
#define LIB_FOLD_H

#include <string.h>

#include <glib.h>

#include "base/arena.h"

/* So many, that a word may be read from any place on. */
#define FOLDED_NULS 4

typedef struct {
  const char *source; /* what was folded */
  gsize source_length;
  const char *text; /* FOLDED_NULS after its end */
  gsize length;
  const guint32 *offsets; /* of each byte and of the end in the source; NULL:
                             the same in both */
} Folded;

/* Folds UTF-8; bytes that are none are kept. A text over 4 GiB is cut. */
void fold_text(Arena *arena, const char *text, gsize length, Folded *folded);

/* Folds a literal of a pattern; to be freed with g_free(). */
char *fold_literal(const char *text, gsize length);

/* Three bytes from a place on, the first one lowest. */
static inline guint32
folded_three(const char *at)
{
  guint32 four;
  memcpy(&four, at, sizeof four);
  return GUINT32_FROM_LE(four) & 0xFFFFFF;
}

static inline gsize
folded_offset(const Folded *folded, gsize at)
{
  return folded->offsets ? folded->offsets[at] : at;
}

#endif
