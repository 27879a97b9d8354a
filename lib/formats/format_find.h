/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking for literals in a folded text, in linear time however often; lines
 * and paragraphs. */
#ifndef LIB_FORMAT_FIND_H
#define LIB_FORMAT_FIND_H

#include <glib.h>

#include "formats/fold.h"
#include "formats/format.h"

#define NOWHERE G_MAXSIZE

typedef struct Finder Finder;

/* For the literals of a table. */
Finder *finder_new(Arena *arena, const Folded *folded,
                   const PatternTable *table);

/* The end of a literal that stands at a place, NOWHERE when it doesn't. */
gsize literal_at(const Folded *folded, const PatternTable *table,
                 const PatternItem *literal, gsize at);

/* The next place from `at` on where a literal stands, and its end; NOWHERE
 * when it stands nowhere. */
gsize finder_next(Finder *finder, const PatternItem *literal, gsize at,
                  gsize *end);

/* Past the blanks, bullets and quote marks that may start a line. */
gsize match_skip_bullets(const Folded *folded, gsize at, gsize end);

/* Where the paragraph ends in which `at` stands: at a blank line; a reply of
 * several lines goes on over it. */
gsize match_paragraph_end(const Folded *folded, gsize at);

/* An answer of match_paragraph_end(). */
typedef struct {
  gsize from;
  gsize end; /* 0: none yet */
} Paragraph;

/* The same for places that mostly grow: the last answer is remembered. */
gsize match_paragraph(const Folded *folded, Paragraph *last, gsize at);

static inline gboolean
is_space(char c)
{
  return c == ' ' || c == '\n';
}

static inline gsize
skip_space(const Folded *folded, gsize at)
{
  while (at < folded->length && is_space(folded->text[at]))
    at++;
  return at;
}

static inline gsize
skip_blanks(const Folded *folded, gsize at)
{
  while (at < folded->length && folded->text[at] == ' ')
    at++;
  return at;
}

/* Past blanks that set a colon apart from its label: "Code   : 550". */
static inline gsize
skip_to_colon(const Folded *folded, gsize at)
{
  gsize colon = skip_blanks(folded, at);
  return folded->text[colon] == ':' ? colon : at;
}

#endif
