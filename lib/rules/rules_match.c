/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the text of a refusal once. */
#include <string.h>

#include "rules/hints.h"
#include "rules/rules_matcher.h"

static void
note_blocklist(RuleMatch *match, const RuleSet *set, guint32 name,
               guint32 letters, gsize start, gsize end)
{
  if (letters <= match->blocklist_letters)
    return;
  match->blocklist = rules_string(set, name);
  match->blocklist_letters = letters;
  match->blocklist_span.start = start;
  match->blocklist_span.length = end - start;
}

static void
read_after(Matcher *matcher, guint32 what, gsize end)
{
  const Refusal *refusal = matcher->refusal;
  RuleMatch *match = matcher->match;

  if (what == AFTER_RETRY && match->retry_after == 0)
    match->retry_after =
        hint_duration(matcher->set, refusal->text, refusal->length, end);
  else if (what == AFTER_SIZE && match->size_limit == 0)
    match->size_limit =
        hint_size(matcher->set, refusal->text, refusal->length, end);
  else if (what == AFTER_ADDRESS && match->new_address.length == 0)
    match->new_address = hint_address(refusal->text, refusal->length, end);
}

/* Whether nothing within this reach (NodeEntry) could change the result. */
static inline gboolean
is_idle(const Matcher *matcher, guint32 reach, guint32 class_)
{
  const RuleMatch *match = matcher->match;

  return reach != REACH_ALL && matcher->seen == NULL &&
         (reach > match->other.alternative ||
          (class_ == matcher->best_class && reach > match->best.alternative));
}

/* Notes that other texts may follow. */
static void
go_on(Matcher *matcher, guint32 node, guint32 end, guint32 start)
{
  Live *oldest = matcher->live;
  Live made = {node, {end, end}, {start, start}};
  guint i;

  for (i = 0; i < matcher->n_live; i++) {
    Live *live = &matcher->live[i];

    if (live->node == node) {
      live->end[1] = live->end[0];
      live->start[1] = live->start[0];
      live->end[0] = end;
      live->start[0] = start;
      return;
    }
    if (live->end[0] < oldest->end[0])
      oldest = live;
  }
  matcher->live_bits[node >> 5 & 1] |= 1u << (node & 31);
  if (matcher->n_live < MAX_LIVE)
    matcher->live[matcher->n_live++] = made;
  else
    *oldest = made;
}

/* `end` in the block: what it is in the text costs more to know. FALSE when
 * the action may do more at another place. */
static inline gboolean
act(Matcher *matcher, guint32 action, guint32 letters, guint32 start, gint end)
{
  guint32 value = action & ACTION_VALUE;

  switch (action >> ACTION_KIND_SHIFT) {
  case ACTION_WIN:
    if (matcher->seen != NULL || value < matcher->match->other.alternative)
      matcher_win(matcher, value, start, normal_offset(matcher->block, end));
    return TRUE;
  case ACTION_FLAG:
    bit_set(matcher->flags, value);
    return TRUE;
  case ACTION_BLOCKLIST:
    note_blocklist(matcher->match, matcher->set, value, letters, start,
                   normal_offset(matcher->block, end));
    return TRUE;
  default:
    read_after(matcher, value, normal_offset(matcher->block, end));
    return FALSE;
  }
}

static void
take_actions(Matcher *matcher, guint32 node, guint32 start, gint end)
{
  const NodeEntry *entry = &matcher->nodes[node];
  guint32 *done = &matcher->done[node % DONE];
  gboolean all = TRUE;
  guint32 i;

  if (*done == node)
    return;
  if (entry->n_actions == 1) {
    all = act(matcher, entry->first_action, entry->letters, start, end);
  } else {
    const guint32 *action = matcher->actions + entry->first_action;

    for (i = 0; i < entry->n_actions; i++)
      all &= act(matcher, action[i], entry->letters, start, end);
  }
  if (all)
    *done = node;
}

/* All texts of a node stand there; the last one ends at byte `at`. */
static void
complete(Matcher *matcher, guint32 node, guint32 shape, gint at, guint32 start)
{
  guint32 after = matcher->nodes[node].after;
  gint end = (shape & PHRASE_SPACE_AFTER) != 0 ? at : at + 1;

  take_actions(matcher, node, start, end);
  if (after != REACH_NONE && !is_idle(matcher, after, 0))
    go_on(matcher, node, matcher->base + (guint32)end, start);
}

/* A phrase that starts a match. */
static inline void
begin(Matcher *matcher, const PhraseEntry *entry, gint at, gint first)
{
  guint32 node = entry->first_node;

  if (is_idle(matcher, entry->reach, entry->class_) ||
      (matcher->done[node % DONE] == node &&
       matcher->nodes[node].after == REACH_NONE))
    return;
  if ((entry->shape & PHRASE_SPACE_BEFORE) != 0)
    first++;
  complete(matcher, node, entry->shape, at,
           normal_offset(matcher->block, first));
}

/* Forgets beginnings that are too far away or in another sentence, as soon as
 * there may be one. */
static void
expire(Matcher *matcher, guint32 position)
{
  guint32 reach = RULE_GAP + matcher->set->longest;
  guint32 oldest = position;
  guint i, kept = 0;

  if (position <= matcher->kept_until &&
      matcher->sentence_start == matcher->kept_sentence)
    return;
  matcher->live_bits[0] = matcher->live_bits[1] = 0;
  for (i = 0; i < matcher->n_live; i++) {
    const Live *live = &matcher->live[i];

    if (live->end[0] < matcher->sentence_start ||
        position > live->end[0] + reach)
      continue;
    matcher->live_bits[live->node >> 5 & 1] |= 1u << (live->node & 31);
    oldest = MIN(oldest, live->end[0]);
    if (kept != i)
      matcher->live[kept] = *live;
    kept++;
  }
  matcher->n_live = kept;
  matcher->kept_until = oldest + reach;
  matcher->kept_sentence = matcher->sentence_start;
}

static guint32
find_child(const RuleSet *set, guint32 node, guint32 phrase)
{
  const EdgeEntry *edges = RULES_TABLE(set, EdgeEntry, edges);
  guint32 at = edge_hash(node, phrase) & set->edges_mask;

  while (edges[at].child != 0) {
    if (edges[at].node == node && edges[at].phrase == phrase)
      return edges[at].child;
    at = (at + 1) & set->edges_mask;
  }
  return 0;
}

/* A phrase goes on what began before it: from the latest end that it does not
 * overlap. */
static void
continue_live(Matcher *matcher, const PhraseEntry *entry, gint at,
              guint32 first)
{
  guint i, n, k;

  expire(matcher, matcher->base + (guint32)at);
  n = matcher->n_live;
  for (i = 0; i < n; i++) {
    Live live = matcher->live[i];
    guint32 child;

    if ((entry->later[live.node >> 5 & 1] & 1u << (live.node & 31)) == 0)
      continue;
    k = live.end[0] <= first ? 0 : 1;
    if (live.end[k] > first || first - live.end[k] > RULE_GAP ||
        live.end[k] < matcher->sentence_start)
      continue;
    child = find_child(matcher->set, live.node, entry->number);
    if (child != 0)
      complete(matcher, child, entry->shape, at, live.start[k]);
  }
}

static void
hit(Matcher *matcher, const PhraseEntry *entry, gint at)
{
  gint first = at + 1 - (gint)(entry->shape & PHRASE_LENGTH);

  if (entry->first_node != 0)
    begin(matcher, entry, at, first);
  if (((entry->later[0] & matcher->live_bits[0]) |
       (entry->later[1] & matcher->live_bits[1])) != 0)
    continue_live(matcher, entry, at, matcher->base + (guint32)first);
}

/* All phrases that end at byte `at` of the block. */
static void
hits(Matcher *matcher, guint32 phrase, gint at)
{
  const NormalBlock *block = matcher->block;

  while (matcher->next_end < block->n_ends &&
         block->ends[matcher->next_end] < at)
    matcher->sentence_start =
        matcher->base + block->ends[matcher->next_end++] + 1;
  for (; phrase != 0; phrase = matcher->phrases[phrase].next)
    hit(matcher, &matcher->phrases[phrase], at);
}

static void
read_text(Matcher *matcher)
{
  const Automaton automaton = {
      RULES_TABLE(matcher->set, AutomatonCell, cells),
      matcher->set->n_cells,
      RULES_TABLE(matcher->set, guint32, tails),
      RULES_TABLE(matcher->set, AutomatonLink, links),
      NULL,
  };
  guint32 state = AUTOMATON_ROOT;
  Normalizer normalizer;
  NormalBlock block;
  guint32 i;

  normalizer_init(&normalizer, matcher->refusal->text,
                  matcher->refusal->length);
  normalizer.whole = TRUE;
  matcher->block = &block;
  while (normalizer_next(&normalizer, &block)) {
    matcher->next_end = 0;
    for (i = 0; (i = automaton_run(&automaton, &state, block.bytes, i,
                                   block.length)) < block.length;
         i++)
      hits(matcher, automaton.links[state].out, (gint)i);
    if (block.n_ends > 0)
      matcher->sentence_start =
          matcher->base + block.ends[block.n_ends - 1] + 1;
    matcher->base += block.length;
  }
  matcher->block = NULL;
}

void
rules_match(const RuleSet *set, const Refusal *refusal, RuleMatch *match,
            RuleSeen seen, gpointer data)
{
  guint32 words = (set->n_flags + 63) / 64;
  Matcher matcher;

  memset(match, 0, sizeof(*match));
  match->best.alternative = match->other.alternative = NO_ALTERNATIVE;
  memset(&matcher, 0, G_STRUCT_OFFSET(Matcher, live));
  matcher.set = set;
  matcher.phrases = RULES_TABLE(set, PhraseEntry, phrases);
  matcher.nodes = RULES_TABLE(set, NodeEntry, nodes);
  matcher.actions = RULES_TABLE(set, guint32, actions);
  matcher.refusal = refusal;
  matcher.match = match;
  matcher.seen = seen;
  matcher.data = data;
  matcher.pending = matcher.small_pending;
  matcher.flags =
      words <= SMALL_BITS ? matcher.small_bits : g_new(guint64, words);
  memset(matcher.flags, 0, words * sizeof(guint64));

  if (refusal->remote_host != NULL)
    matcher_read_host(&matcher);
  if (refusal->text != NULL && refusal->length > 0)
    read_text(&matcher);
  matcher_take_pending(&matcher);
  matcher_take_textless(&matcher);

  matcher_clear(&matcher);
}
