/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Running a table of patterns over a text, in linear time. */
#ifndef LIB_FORMAT_MATCH_H
#define LIB_FORMAT_MATCH_H

#include <glib.h>

#include "formats/fold.h"
#include "formats/format_find.h"
#include "formats/format.h"

#define MAX_CAPTURED 8

/* What a capture took; offsets in the source text. */
typedef struct {
  Capture capture;
  gsize start;
  gsize length;
} Captured;

/* A part of the folded text as what a capture took. */
static inline Captured
captured_between(const Folded *folded, Capture capture, gsize start, gsize end)
{
  gsize from = folded_offset(folded, start);
  return (Captured){capture, from, folded_offset(folded, end) - from};
}

typedef struct {
  const Pattern *pattern;
  gsize start; /* in the folded text, and so are all but the captured */
  gsize end;
  gboolean open;       /* the last captured one ends with its paragraph */
  gboolean listed;     /* it stands in a list that words announce */
  BounceAction action; /* what they say of all in it, 0: nothing */
  guint n;
  Captured captured[MAX_CAPTURED];
} Match;

typedef struct Matcher Matcher;

/* Prepares to run a table over a text; what it looks for is in the arena. */
Matcher *matcher_new(Arena *arena, const PatternTable *table,
                     const Folded *folded);
void matcher_free(Matcher *matcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Matcher, matcher_free)

/* Appends the matches that start in a line, `start` to `end` (its line feed,
 * or the text's end), to an array of Match. Lines must be given in order. */
void matcher_run_line(Matcher *matcher, gsize start, gsize end,
                      GArray *matches);

/* Matches one pattern at one place. */
gboolean matcher_try(Matcher *matcher, const Pattern *pattern, gsize at,
                     Match *match);

/* Runs the patterns that look into a header field over its value. */
void matcher_run_header(Arena *arena, const PatternTable *table,
                        const char *name, const Folded *value, GArray *matches);

#endif
