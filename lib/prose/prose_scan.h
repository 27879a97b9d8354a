/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One pass over a report: patterns are run, and the report is told apart from
 * the returned original. */
#ifndef LIB_PROSE_SCAN_H
#define LIB_PROSE_SCAN_H

#include <glib.h>

#include "base/arena.h"
#include "formats/fold.h"
#include "formats/format.h"
#include "formats/format_match.h"

/* The next pattern's match that starts a line, for all from `from` on. */
typedef struct {
  const GArray *matches; /* NULL: none was asked for yet */
  guint from;
  guint at;
} NextLine;

typedef struct {
  Folded folded;
  GArray *own;     /* of Match: the format's */
  GArray *general; /* of Match: the general stanzas' */
  gsize start;     /* of the report, in the folded text */
  gsize end;
  gssize original;     /* where the returned original's header starts in the
                          source, -1: not found */
  Paragraph paragraph; /* the last that was asked for */
  NextLine next_line;  /* the last that was asked for */
  gsize kept;          /* bytes of words that were copied from it */
  gssize status;       /* where fields of a delivery status start, -1 */
  gboolean full;       /* there are more matches than are kept */
} ProseScan;

/* The table of a format may be NULL. `generals` holds Format *. */
void prose_scan(Arena *arena, const PatternTable *table, GPtrArray *generals,
                const char *text, gsize length, ProseScan *scan);

void prose_scan_clear(ProseScan *scan);

/* Whether a match names a recipient in a list, without a pattern. */
gboolean prose_is_plain(const Match *match);

#endif
