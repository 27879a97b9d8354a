/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Giving what was told to those whom it is about. */
#include <string.h>

#include "prose/prose_facts.h"

/* Addresses in words that are looked at. */
#define MAX_NAMED 16
/* Facts that are given to each of so long a list. */
#define LONG_LIST 50
#define MAX_SHARED 200
/* Words between a fact and the list that they announce. */
#define MAX_ANNOUNCEMENT 300

/* Whether two texts about one refusal can be the same: a reply of one class
 * has a status of the same class (RFC 3463 section 3.1). */
static gboolean
agree(const RecipientFacts *known, const RecipientFacts *more)
{
  guint class_ =
      known->status ? status_class(known->status) : known->reply_code / 100;
  guint other =
      more->status ? status_class(more->status) : more->reply_code / 100;
  return !class_ || !other || class_ == other;
}

/* The words of a reply behind its codes. */
static const char *
words_of(const RecipientFacts *facts)
{
  const char *words = facts->diagnostic ? facts->diagnostic : "";
  return words + strspn(words, "0123456789.-# ");
}

/* Whether two texts tell of one reply: its codes are the same, and so is the
 * beginning of its words. */
static gboolean
is_same(const RecipientFacts *a, const RecipientFacts *b)
{
  const char *first = words_of(a), *second = words_of(b);
  gsize length = MIN(MIN(strlen(first), strlen(second)), 12);
  return a->reply_code == b->reply_code &&
         g_ascii_strncasecmp(first, second, length) == 0;
}

/* What was read first stays; only a transcript may have more of a reply. */
static void
fill(RecipientFacts *known, const Fact *fact)
{
  const RecipientFacts *facts = &fact->facts;
  RecipientFacts more = *facts;
  /* A refusal is about another one. */
  if (known->action > BOUNCE_ACTION_DELAYED && facts->reply_code >= 400)
    return;
  /* Code and status come from one reply. */
  if (known->reply_code && facts->reply_code && !is_same(known, facts))
    more.status = 0;
  if (!agree(known, facts)) {
    more.reply_code = 0;
    more.status = 0;
    more.diagnostic = NULL;
  }
  if (known->diagnostic && known->reply_code && !fact->is_transcript)
    more.diagnostic = NULL;
  facts_join(known, &more);
}

/* The last entry that is named at or before a place; 0 also when all are
 * named after it. */
static guint
entry_at(const Prose *prose, gsize at)
{
  guint low = 0, high = prose->entries->len;
  while (low + 1 < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(prose->entries, Entry, middle).at <= at)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* The entry that is named again between its own place and a fact, or NULL. */
static Entry *
mentioned_at(const Prose *prose, gsize from, gsize at)
{
  guint low = 0, high = prose->mentions->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(prose->mentions, Mention, middle).at <= at)
      low = middle + 1;
    else
      high = middle;
  }
  const Mention *last =
      low ? &g_array_index(prose->mentions, Mention, low - 1) : NULL;
  return last && last->at > from ? prose_entry(prose, last->address) : NULL;
}

Entry *
prose_named_in(const Prose *prose, const char *words)
{
  Entry *found = NULL;
  gsize length = words ? strlen(words) : 0, at = 0;
  Piece piece;
  for (guint tries = 0;
       tries < MAX_NAMED && capture_next_address(words, length, &at, &piece);
       tries++) {
    g_autofree char *address = g_strndup(words + piece.start, piece.length);
    Entry *entry = prose_entry(prose, address);
    if (entry && found && entry != found)
      return NULL;
    found = entry ? entry : found;
  }
  return found;
}

static gboolean
is_nameless(const Fact *fact)
{
  return fact->is_transcript && !fact->address;
}

/* What is said about many comes a few times, not once for each of them. */
static void
assign_range(Prose *prose, guint first, guint last, const Fact *fact)
{
  if (last - first >= LONG_LIST && prose->n_shared++ >= MAX_SHARED)
    return;
  for (guint i = first; i <= last; i++)
    fill(&g_array_index(prose->entries, Entry, i).facts, fact);
}

/* Whether words go on to an entry behind a colon: they announce it. */
static gboolean
announces(const Prose *prose, gsize at, gsize entry)
{
  const char *text = prose->scan->folded.text;
  gsize colon = entry;
  if (entry - at > MAX_ANNOUNCEMENT)
    return FALSE;
  while (colon > at && strchr(" \n>*-<", text[colon - 1]))
    colon--;
  if (colon <= at || text[colon - 1] != ':')
    return FALSE;
  for (gsize i = at; i < colon; i++)
    if (text[i] == '@' || (text[i] == '\n' && text[i + 1] == '\n'))
      return FALSE;
  return TRUE;
}

/* What stands in the words that announce a list is about those in it. */
static gboolean
assign_announced(Prose *prose, gsize at, const Fact *fact)
{
  const Entry *entries = &g_array_index(prose->entries, Entry, 0);
  guint first = entry_at(prose, at), last;
  if (entries[first].at <= at)
    first++;
  if (first >= prose->entries->len || fact->is_transcript ||
      !announces(prose, at, entries[first].at))
    return FALSE;
  for (last = first; last + 1 < prose->entries->len &&
                     entries[last + 1].list == entries[first].list;)
    last++;
  assign_range(prose, first, last, fact);
  return TRUE;
}

/* A transcript's refusal that names nobody is about those who were told to be
 * refused so. */
static gboolean
assign_same(Prose *prose, const Fact *fact)
{
  const Entry *last =
      &g_array_index(prose->entries, Entry, prose->entries->len - 1);
  guint n = 0;
  if (!is_nameless(fact) || fact->at < last->at || !last->list ||
      !fact->facts.reply_code || prose->entries->len > LONG_LIST)
    return FALSE;
  for (guint i = 0; i < prose->entries->len; i++) {
    Entry *entry = &g_array_index(prose->entries, Entry, i);
    if (!entry->facts.reply_code || !is_same(&entry->facts, &fact->facts))
      continue;
    fill(&entry->facts, fact);
    n++;
  }
  return n > 0;
}

static void
assign(Prose *prose, const Fact *fact)
{
  Entry *entry = fact->address ? prose_entry(prose, fact->address) : NULL;
  if (!entry && !fact->address)
    entry = prose_named_in(prose, fact->words);
  if (entry) {
    fill(&entry->facts, fact);
    return;
  }
  if (assign_same(prose, fact))
    return;
  guint i = entry_at(prose, fact->at);
  entry = &g_array_index(prose->entries, Entry, i);
  if (entry->at > fact->at || assign_announced(prose, fact->at, fact))
    return;
  Entry *again = mentioned_at(prose, entry->at, fact->at);
  if (again)
    fill(&again->facts, fact);
  else
    assign_range(prose, entry->list, i, fact);
}

/* What stands before all recipients is about all of them, unless they have
 * better. */
static void
assign_leading(Prose *prose, gboolean own)
{
  const Entry *first = &g_array_index(prose->entries, Entry, 0);
  for (guint i = 0; i < prose->facts->len; i++) {
    const Fact *fact = &g_array_index(prose->facts, Fact, i);
    if (fact->own == own && fact->at < first->at && !fact->address &&
        !prose_named_in(prose, fact->words))
      assign_range(prose, 0, prose->entries->len - 1, fact);
  }
}

/* Of several lists, those whose words say that delivery is delayed; others
 * failed. */
static void
assign_delays(Prose *prose)
{
  const GArray *matches = prose->scan->general;
  Fact fact = {.facts = {.action = BOUNCE_ACTION_DELAYED}};
  for (guint i = 0; i < matches->len; i++) {
    const Match *match = &g_array_index(matches, Match, i);
    if (match->pattern->role != ROLE_ACTION ||
        match->pattern->value != BOUNCE_ACTION_DELAYED)
      continue;
    fact.at = match->start;
    if (assign_announced(prose, fact.at, &fact))
      prose->sorted |= 1u << BOUNCE_ACTION_DELAYED;
  }
}

/* A format that tells what happened to all needs no general phrases. */
static void
assign_action(Prose *prose)
{
  if (prose->format && prose->format->action)
    assign_range(prose, 0, prose->entries->len - 1,
                 &(Fact){.facts = {.action = prose->format->action}});
}

/* A transcript has the refusing server's own words: it comes first; but of
 * many lists, what it says of nobody waits until more is known. */
static void
assign_facts(Prose *prose, gboolean own)
{
  const Entry *last =
      &g_array_index(prose->entries, Entry, prose->entries->len - 1);
  for (guint pass = 0; pass < 3; pass++)
    for (guint i = 0; i < prose->facts->len; i++) {
      const Fact *fact = &g_array_index(prose->facts, Fact, i);
      guint turn = !fact->is_transcript                  ? 1
                   : is_nameless(fact) && last->list > 0 ? 2
                                                         : 0;
      if (fact->own == own && !fact->is_used && turn == pass)
        assign(prose, fact);
    }
  assign_leading(prose, own);
}

void
prose_assign(Prose *prose)
{
  if (!prose->entries->len)
    return;
  assign_facts(prose, TRUE);
  assign_action(prose);
  if (g_array_index(prose->entries, Entry, prose->entries->len - 1).list)
    assign_delays(prose);
  assign_facts(prose, FALSE);
}
