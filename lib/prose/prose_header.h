/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Seeing that lines of a text are the header of a mail. */
#ifndef LIB_PROSE_HEADER_H
#define LIB_PROSE_HEADER_H

#include <glib.h>

#include "base/arena.h"

/* A run of lines that may be header fields. */
typedef struct {
  gsize start;
  guint fields; /* that mails have */
  guint traces; /* that only a mail that was sent has */
  guint status; /* that a delivery status has (RFC 3464) */
  gsize status_start;
} HeaderRun;

/* Looks at one more line. TRUE once the run is surely a mail's header. */
gboolean header_run_line(HeaderRun *run, const char *text, gsize start,
                         gsize end);

/* Where the header of a returned mail starts that nothing announces, or the
 * length. */
gsize prose_find_header(const char *text, gsize length);

/* Whether a line starts a field that a mail's header has. */
gboolean header_line_is_field(const char *line, gsize length);

/* The header that starts at a place of a text, without the blanks that stand
 * before each of its lines, and the text after it. */
const char *header_without_margin(Arena *arena, const char *text, gsize *length,
                                  gsize at);

/* Whether a subject starts as that of an answer does; of a forwarded mail; with
 * a number in brackets, as a ticket's. */
gboolean prose_is_answer(const char *subject);
gboolean prose_is_forwarded(const char *subject);
gboolean prose_is_numbered(const char *subject);

#endif
