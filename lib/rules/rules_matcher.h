/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The state of one match. */
#ifndef LIB_RULES_MATCHER_H
#define LIB_RULES_MATCHER_H

#include "rules/normalize.h"
#include "rules/rules_match.h"

/* Beginnings of matches that may go on: with words of three letters no more
 * fit in the gap. Past this number the oldest is forgotten. */
#define MAX_LIVE 128
#define SMALL_BITS 64    /* words */
#define SMALL_PENDING 48 /* alternatives */
#define DONE 64          /* nodes, a power of two */

/* The texts of a node stood here. The end before the latest is kept, as the
 * next text may hold the latest itself ("user" ... "user unknown"). */
typedef struct {
  guint32 node;
  guint32 end[2];   /* in the normal form: latest, the one before */
  guint32 start[2]; /* in the text, of the whole match */
} Live;

typedef struct {
  const RuleSet *set;
  const PhraseEntry *phrases;
  const NodeEntry *nodes;
  const guint32 *actions;
  const Refusal *refusal;
  RuleMatch *match;
  RuleSeen seen;
  gpointer data;

  guint32 best_class; /* of the best alternative so far, 0: none */
  NormalBlock *block;
  guint32 base;           /* of the block in the normal form */
  guint32 sentence_start; /* matches that began before are dead */
  guint32 next_end;       /* in the block's ends */

  /* Nodes whose actions were taken: to take them again changes nothing. */
  guint32 done[DONE];

  guint n_live;
  guint32 live_bits[2];
  guint32 kept_until;    /* none is too far away before this place */
  guint32 kept_sentence; /* the sentence they were looked through for */
  guint64 *flags;
  guint64 *pended; /* conditional alternatives; NULL: none yet */
  RuleWin *pending;
  guint n_pending;

  Live live[MAX_LIVE];
  guint64 small_bits[SMALL_BITS];
  RuleWin small_pending[SMALL_PENDING];
} Matcher;

static inline gboolean
bit_is_set(const guint64 *bits, guint32 bit)
{
  return (bits[bit / 64] >> bit % 64 & 1) != 0;
}

static inline void
bit_set(guint64 *bits, guint32 bit)
{
  bits[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
}

/* The texts of an alternative stand here. */
void matcher_win(Matcher *matcher, guint32 index, gsize start, gsize end);

/* After the text: alternatives that had to wait for its end. */
void matcher_take_pending(Matcher *matcher);

/* Alternatives without texts. */
void matcher_take_textless(Matcher *matcher);

/* Before the text: sets the flags of the host patterns that hold. */
void matcher_read_host(Matcher *matcher);

void matcher_clear(Matcher *matcher);

#endif
