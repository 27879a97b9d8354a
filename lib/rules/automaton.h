/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds all of many phrases in one pass (Aho-Corasick), as a double array
 * without pointers: the tables may be constants in the library. */
#ifndef LIB_AUTOMATON_H
#define LIB_AUTOMATON_H

#include <glib.h>

#define AUTOMATON_ROOT 0u
#define AUTOMATON_NONE G_MAXUINT32
/* In a cell's base, or a byte of a tail: phrases end in this state. */
#define AUTOMATON_ENDS 0x80000000u
#define AUTOMATON_TAIL_ENDS 0x100u
/* In a cell's base: the rest is one string, at this place of the tails. */
#define AUTOMATON_TAIL 0x40000000u
#define AUTOMATON_BASE 0x3FFFFFFFu

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
  GArray *tails; /* of guint32: two bytes with their flags each */
  guint32 n_tails;
  GArray *links; /* of AutomatonLink */
  GArray *outs;  /* of AutomatonOut */
} AutomatonTables;

/* Tables to read, wherever they are. States from n_cells on are places in the
 * tails, where the byte stands that leads to the next one. */
typedef struct {
  const AutomatonCell *cells;
  guint32 n_cells;
  const guint32 *tails;
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
                    tables->cells->len,
                    (const guint32 *)(gpointer)tables->tails->data,
                    (const AutomatonLink *)(gpointer)tables->links->data,
                    (const AutomatonOut *)(gpointer)tables->outs->data};

  return view;
}

/* One byte of the tails, with AUTOMATON_TAIL_ENDS. */
static inline guint32
automaton_tail(const guint32 *tails, guint32 at)
{
  return tails[at >> 1] >> (at & 1) * 16 & 0xFFFF;
}

/* The byte that leads on in a tail; more than a byte at its end. */
static inline guint32
automaton_next(const Automaton *automaton, guint32 at)
{
  return automaton_tail(automaton->tails, at) & ~AUTOMATON_TAIL_ENDS;
}

/* The state that a byte leads to; AUTOMATON_NONE: none. */
static inline guint32
automaton_go(const Automaton *automaton, guint32 state, guint8 byte)
{
  guint32 base, next;

  if (state >= automaton->n_cells)
    return automaton_next(automaton, state - automaton->n_cells) == byte
               ? state + 1
               : AUTOMATON_NONE;
  base = automaton->cells[state].base;
  next = base & AUTOMATON_BASE;
  if ((base & AUTOMATON_TAIL) != 0)
    return automaton_next(automaton, next) == byte
               ? automaton->n_cells + next + 1
               : AUTOMATON_NONE;
  next += byte;
  return automaton->cells[next].check == state ? next : AUTOMATON_NONE;
}

/* The state after one more byte. Constant time on average over the text. */
static inline guint32
automaton_step(const Automaton *automaton, guint32 state, guint8 byte)
{
  for (;;) {
    guint32 next = automaton_go(automaton, state, byte);

    if (next != AUTOMATON_NONE)
      return next;
    if (state == AUTOMATON_ROOT)
      return AUTOMATON_ROOT;
    state = automaton->links[state].fail;
  }
}

static inline gboolean
automaton_ends(const Automaton *automaton, guint32 state)
{
  if (state < automaton->n_cells)
    return (automaton->cells[state].base & AUTOMATON_ENDS) != 0;
  return (automaton_tail(automaton->tails, state - automaton->n_cells) &
          AUTOMATON_TAIL_ENDS) != 0;
}

/* The first of the phrases that end in a state; 0: none. */
static inline guint32
automaton_out(const Automaton *automaton, guint32 state)
{
  return automaton_ends(automaton, state) ? automaton->links[state].out : 0;
}

#endif
