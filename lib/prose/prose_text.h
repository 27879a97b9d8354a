/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of a report: one span, whatever parts it came from. */
#ifndef LIB_PROSE_TEXT_H
#define LIB_PROSE_TEXT_H

#include <glib.h>

#include "walk/walk.h"

typedef struct {
  const char *path; /* of the part */
  gsize start;      /* in the text */
} ProsePiece;

typedef struct {
  const char *text;
  gsize length;
  char *joined; /* the text, where it is of several parts */
  gsize room;   /* for it */
  ProsePiece *pieces;
  guint n_pieces;
  guint own_lines; /* above what the text quotes; 0: it quotes nothing */
  gboolean cut;    /* lines of HTML were over their limit */
  gsize line_at;   /* line numbers are counted from here on */
  guint line;
} ProseText;

/* The prose of a message; length 0 when it has none. */
void prose_text_collect(Arena *arena, const Walk *walk, ProseText *text);

/* The part and line at an offset. Offsets that grow cost one pass in all. */
const char *prose_text_place(ProseText *text, gsize at, guint *line);

#endif
