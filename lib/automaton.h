/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds all of many phrases in one pass (Aho-Corasick), as a double array
 * without pointers: the tables may be constants in the library. */
#ifndef LIB_AUTOMATON_H
#define LIB_AUTOMATON_H

#include <glib.h>

#define AUTOMATON_ROOT 0u
/* In a cell's base: phrases end in this state. */
#define AUTOMATON_ENDS 0x80000000u

/* What is needed at every byte; eight states share a line of the cache. */
typedef struct {
  guint32 base;  /* of the children: the child by byte c is base + c */
  guint32 check; /* the parent, G_MAXUINT32 for an unused cell */
} AutomatonCell;

/* What is needed seldom, of the same state. */
typedef struct {
  guint32 fail; /* the longest proper suffix that is a state */
  guint32 out;  /* first of the phrases that end here, 0: none */
} AutomatonLink;

/* One phrase that ends in a state, and the next one. outs[0] is unused. */
typedef struct {
  guint32 phrase;
  guint32 next; /* 0: none */
} AutomatonOut;

typedef struct {
  const guint8 *bytes;
  gsize length; /* never 0 */
} AutomatonPhrase;

/* Tables in memory of their own. */
typedef struct {
  GArray *cells; /* of AutomatonCell */
  GArray *links; /* of AutomatonLink */
  GArray *outs;  /* of AutomatonOut */
} AutomatonTables;

/* Tables to read, wherever they are. */
typedef struct {
  const AutomatonCell *cells;
  const AutomatonLink *links;
  const AutomatonOut *outs;
} Automaton;

/* Phrase i is reported as i. Equal phrases are all reported. */
void automaton_build(const AutomatonPhrase *phrases, guint n_phrases,
                     AutomatonTables *tables);

void automaton_tables_clear(AutomatonTables *tables);

static inline Automaton
automaton_view(const AutomatonTables *tables)
{
  Automaton view = {(const AutomatonCell *)(gpointer)tables->cells->data,
                    (const AutomatonLink *)(gpointer)tables->links->data,
                    (const AutomatonOut *)(gpointer)tables->outs->data};

  return view;
}

static inline guint32
automaton_child(const AutomatonCell *cells, guint32 state, guint8 byte)
{
  return (cells[state].base & ~AUTOMATON_ENDS) + byte;
}

/* The state after one more byte. Constant time on average over the text. */
static inline guint32
automaton_step(const Automaton *automaton, guint32 state, guint8 byte)
{
  for (;;) {
    guint32 next = automaton_child(automaton->cells, state, byte);

    if (automaton->cells[next].check == state)
      return next;
    if (state == AUTOMATON_ROOT)
      return AUTOMATON_ROOT;
    state = automaton->links[state].fail;
  }
}

/* The first of the phrases that end in a state; 0: none. */
static inline guint32
automaton_out(const Automaton *automaton, guint32 state)
{
  if ((automaton->cells[state].base & AUTOMATON_ENDS) == 0)
    return 0;
  return automaton->links[state].out;
}

#endif
