/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds all of many phrases in one pass (Aho-Corasick), as a double array
 * without pointers: the tables may be constants in the library. */
#ifndef LIB_AUTOMATON_H
#define LIB_AUTOMATON_H

#include <glib.h>

#define AUTOMATON_ROOT 0u

typedef struct {
  guint32 base;  /* of the children: the child by byte c is base + c */
  guint32 check; /* the parent, G_MAXUINT32 for an unused cell */
  guint32 fail;  /* the longest proper suffix that is a state */
  guint32 out;   /* first of the phrases that end here, 0: none */
} AutomatonCell;

/* One phrase that ends in a state, and the next one. outs[0] is unused. */
typedef struct {
  guint32 phrase;
  guint32 next; /* 0: none */
} AutomatonOut;

typedef struct {
  const guint8 *bytes;
  gsize length; /* never 0 */
} AutomatonPhrase;

typedef struct {
  GArray *cells; /* of AutomatonCell */
  GArray *outs;  /* of AutomatonOut */
} AutomatonTables;

/* Phrase i is reported as i. Equal phrases are all reported. */
void automaton_build(const AutomatonPhrase *phrases, guint n_phrases,
                     AutomatonTables *tables);

void automaton_tables_clear(AutomatonTables *tables);

/* The state after one more byte. Constant time on average over the text. */
static inline guint32
automaton_step(const AutomatonCell *cells, guint32 state, guint8 byte)
{
  for (;;) {
    guint32 next = cells[state].base + byte;

    if (cells[next].check == state)
      return next;
    if (state == AUTOMATON_ROOT)
      return AUTOMATON_ROOT;
    state = cells[state].fail;
  }
}

#endif
