/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds all of many phrases in one pass (Aho-Corasick), as a double array
 * without pointers: the tables may be constants in the library. */
#ifndef LIB_AUTOMATON_H
#define LIB_AUTOMATON_H

#include <string.h>

#include <glib.h>

#define AUTOMATON_ROOT 0u
#define AUTOMATON_NONE G_MAXUINT32
/* In a cell's base: phrases end in this state; the rest is one string, at this
 * place of the tails; the longest suffix that is a state is the root. */
#define AUTOMATON_ENDS 0x80000000u
#define AUTOMATON_TAIL 0x40000000u
#define AUTOMATON_FAILS 0x20000000u
#define AUTOMATON_BASE 0x1FFFFFFFu
/* In a tail: the flags of a place, moved; no byte, its end. */
#define AUTOMATON_TAIL_FLAGS 0xA000u
#define AUTOMATON_TAIL_SHIFT 16
#define AUTOMATON_TAIL_END 0x100u
#define AUTOMATON_TAIL_BYTE 0x1FFu

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

/* What stands at a place of the tails, with its flags. The lower half of a word
 * comes first. */
static inline guint32
automaton_tail(const guint32 *tails, guint32 at)
{
  guint32 place = at ^ (G_BYTE_ORDER == G_BIG_ENDIAN);
  guint16 here;

  memcpy(&here, (const char *)tails + 2 * (gsize)place, sizeof(here));
  return here;
}

/* The base of a state, with its flags. */
static inline guint32
automaton_base(const Automaton *automaton, guint32 state)
{
  guint32 tail = state - automaton->n_cells;

  if (state < automaton->n_cells)
    return automaton->cells[state].base;
  return AUTOMATON_TAIL | tail |
         (automaton_tail(automaton->tails, tail) & AUTOMATON_TAIL_FLAGS)
             << AUTOMATON_TAIL_SHIFT;
}

/* The state that a byte leads to; AUTOMATON_NONE: none. */
static inline guint32
automaton_go(const Automaton *automaton, guint32 state, guint8 byte)
{
  guint32 base = automaton_base(automaton, state);
  guint32 next = base & AUTOMATON_BASE;

  if ((base & AUTOMATON_TAIL) != 0)
    return (automaton_tail(automaton->tails, next) & AUTOMATON_TAIL_BYTE) ==
                   byte
               ? automaton->n_cells + next + 1
               : AUTOMATON_NONE;
  next += byte;
  return automaton->cells[next].check == state ? next : AUTOMATON_NONE;
}

/* Reads bytes from `at` on until phrases end with one of them: gives its place,
 * or the length when there is none. Constant time a byte on average over the
 * text. */
guint32 automaton_run(const Automaton *automaton, guint32 *state,
                      const guint8 *bytes, guint32 at, guint32 length);

/* The first of the phrases that end in a state; 0: none. */
static inline guint32
automaton_out(const Automaton *automaton, guint32 state)
{
  return (automaton_base(automaton, state) & AUTOMATON_ENDS) != 0
             ? automaton->links[state].out
             : 0;
}

#endif
