/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whom a report is about. */
#include <string.h>

#include "base/lines.h"
#include "base/utf8.h"
#include "evidence/address.h"
#include "walk/decode.h"
#include "prose/prose_facts.h"

/* Words that are kept of a line behind a code. */
#define MAX_LINE_WORDS 4096

typedef gboolean (*Accept)(const Prose *prose, const Match *match);

/* The address that was captured; a mailbox without a domain is one of the
 * domain that wrote the bounce. */
static const char *
captured_address(const Prose *prose, const GArray *matches, guint i,
                 const Captured *captured)
{
  if (captured->capture != CAPTURE_ADDRESS &&
      captured->capture != CAPTURE_MAILBOX)
    return NULL;
  const char *value = prose_captured(prose, matches, i, captured);
  if (!value || captured->capture == CAPTURE_ADDRESS)
    return value;
  const char *from =
      fields_get(walk_report_header(prose->evidence->walk), "From");
  from = from ? address_of_mailbox(prose->arena, from) : NULL;
  const char *domain = from ? strchr(from, '@') : NULL;
  if (!domain)
    return NULL;
  g_autofree char *address = g_strconcat(value, domain, NULL);
  return arena_strdup(prose->arena, address);
}

/* All recipients that one match names. */
static void
add_match(Prose *prose, const GArray *matches, guint i)
{
  const Match *match = &g_array_index(matches, Match, i);
  Fact fact;
  prose_fact_of(prose, matches, i, &fact);
  if (!fact.words)
    fact.words = prose_words_below(prose, matches, i);
  else if (g_ascii_isdigit(fact.words[0]))
    prose_read_reply(prose->arena, fact.words, &fact.facts);
  fact.facts.action = match->action;
  prose->sorted |= match->action ? 1u << match->action : 0;
  for (guint k = 0; k < match->n; k++) {
    const char *address =
        captured_address(prose, matches, i, &match->captured[k]);
    Entry *entry =
        address ? prose_add(prose, address, match->start, fact.words) : NULL;
    if (entry)
      facts_join(&entry->facts, &fact.facts);
  }
}

static void
add_matches(Prose *prose, const GArray *matches, Accept accept)
{
  for (guint i = 0; i < matches->len; i++) {
    const Match *match = &g_array_index(matches, Match, i);
    if (match->pattern->role == ROLE_RECIPIENT && accept(prose, match))
      add_match(prose, matches, i);
  }
}

gboolean
prose_names_reader(const Prose *prose, const Match *match)
{
  const char *reader = prose->own_addresses[OWN_TO];
  const Captured *captured = &match->captured[0];
  return reader && match->n && captured->capture == CAPTURE_ADDRESS &&
         captured->length == strlen(reader) &&
         g_ascii_strncasecmp(prose->scan->folded.source + captured->start,
                             reader, captured->length) == 0;
}

/* The reader may be a recipient, but not after others: it is the sender whom
 * a server's wrapped words name. */
static gboolean
accept_all(const Prose *prose, const Match *match)
{
  return !prose->entries->len || !prose_names_reader(prose, match);
}

/* Announced by words. */
static gboolean
accept_strong(const Prose *prose, const Match *match)
{
  (void)prose;
  return match->listed || !match->pattern->weak;
}

static gboolean
accept_weak(const Prose *prose, const Match *match)
{
  return prose_is_foreign(prose, &match->captured[0]);
}

/* What one match in a field tells. */
static void
keep_field_match(Prose *prose, const GArray *matches, guint i, gboolean own)
{
  const Match *match = &g_array_index(matches, Match, i);
  Fact fact;
  switch (match->pattern->role) {
  case ROLE_RECIPIENT:
    for (guint k = 0; k < match->n; k++) {
      HeaderRecipient named = {
          prose_captured(prose, matches, i, &match->captured[k]), own};
      if (match->captured[k].capture == CAPTURE_ADDRESS && named.address)
        g_array_append_val(prose->header, named);
    }
    break;
  case ROLE_ACTION:
    if (!prose->action)
      prose->action = match->pattern->value;
    break;
  case ROLE_KIND:
    if (!prose->kind)
      prose->kind = match->pattern->value;
    break;
  default:
    if (!prose_fact_of(prose, matches, i, &fact))
      break;
    fact.at = 0;
    fact.own = own;
    prose_read_reply(prose->arena, fact.words, &fact.facts);
    g_array_append_val(prose->facts, fact);
  }
}

/* Runs the patterns that look into one field. */
static void
read_field(Prose *prose, const PatternTable *table, const Field *field,
           gboolean own)
{
  g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(Match));
  const char *text = decode_field(prose->arena, field->value);
  ProseScan scan = {.own = matches};
  fold_text(prose->arena, text, strlen(text), &scan.folded);
  scan.end = scan.folded.length;
  matcher_run_header(prose->arena, table, field->name, &scan.folded, matches);
  ProseScan *report = prose->scan;
  prose->scan = &scan;
  for (guint i = 0; i < matches->len; i++)
    keep_field_match(prose, matches, i, own);
  prose->scan = report;
}

void
prose_read_header(Prose *prose, const PatternTable *table, gboolean own)
{
  const Fields *header = walk_report_header(prose->evidence->walk);
  for (guint i = 0; i < header->n; i++)
    for (guint k = 0; k < table->in_headers->len; k++) {
      const Pattern *pattern =
          pattern_at(table, g_array_index(table->in_headers, guint, k));
      const char *name = table->words->str + pattern->header;
      if (!field_is(&header->items[i], name))
        continue;
      read_field(prose, table, &header->items[i], own);
      break;
    }
}

/* Those that a field of the bounce's header names. */
static void
add_header(Prose *prose, gboolean own)
{
  for (guint i = 0; i < prose->header->len; i++) {
    const HeaderRecipient *named =
        &g_array_index(prose->header, HeaderRecipient, i);
    if (named->own == own)
      prose_add(prose, named->address, prose->scan->start, NULL);
  }
}

/* A line with one address and a refusal, whatever stands between them. */
static void
add_from_line(Prose *prose, gsize start, gsize end)
{
  const Folded *folded = &prose->scan->folded;
  const char *source = folded->source;
  gsize at = start;
  Piece piece, other;
  if (!capture_next_address(folded->text, end, &at, &piece) ||
      capture_next_address(folded->text, end, &at, &other))
    return;
  Captured found = captured_between(folded, CAPTURE_ADDRESS, piece.start,
                                    piece.start + piece.length);
  gssize reply = prose_find_reply(folded, start, end);
  if (reply < 0 || !prose_is_foreign(prose, &found))
    return;
  gsize from = folded_offset(folded, (gsize)reply);
  gsize length = MIN(folded_offset(folded, end) - from, MAX_LINE_WORDS);
  prose_add(prose,
            arena_strndup(prose->arena, source + found.start, found.length),
            piece.start,
            arena_strndup(prose->arena, source + from,
                          utf8_whole(source + from, length)));
}

static void
add_from_lines(Prose *prose)
{
  const ProseScan *scan = prose->scan;
  for (gsize at = scan->start; at < scan->end;) {
    gsize end =
        MIN(line_end(scan->folded.text, scan->folded.length, at), scan->end);
    add_from_line(prose, at, end);
    at = end + 1;
  }
}

static void
add_only_one(Prose *prose)
{
  const Folded *folded = &prose->scan->folded;
  Captured only = prose_only_address(prose);
  if (!only.length)
    return;
  gsize at = prose->scan->start;
  while (folded_offset(folded, at) < only.start)
    at++;
  prose_add(
      prose,
      arena_strndup(prose->arena, folded->source + only.start, only.length), at,
      NULL);
}

/* A recipient that only the words of facts name: "550 <u@example.org>: no
 * such user", or a refused RCPT of a transcript. */
static void
add_from_facts(Prose *prose)
{
  for (guint i = 0; i < prose->facts->len; i++) {
    const Fact *fact = &g_array_index(prose->facts, Fact, i);
    if (fact->address && fact->facts.reply_code >= 400 &&
        !prose_is_own_address(prose, fact->address, strlen(fact->address)))
      prose_add(prose, fact->address, fact->at, NULL);
  }
}

static void
add_from_original(Prose *prose)
{
  const char *address = prose->evidence->addressee;
  if (address && !prose_is_own_address(prose, address, strlen(address)))
    prose_add(prose, address, prose->scan->start, NULL);
}

static gint
compare_places(gconstpointer a, gconstpointer b)
{
  const gsize *first = a, *second = b;
  return *first < *second ? -1 : *first > *second;
}

/* Where something is told about recipients, in order. */
static GArray *
places_of_facts(const Prose *prose)
{
  GArray *places = g_array_new(FALSE, FALSE, sizeof(gsize));
  for (guint i = 0; i < prose->facts->len; i++) {
    const Fact *fact = &g_array_index(prose->facts, Fact, i);
    if (!fact->has_action_only)
      g_array_append_val(places, fact->at);
  }
  g_array_sort(places, compare_places);
  return places;
}

/* What is said about an entry goes on until the next one is named; entries
 * between which nothing is said form a list. */
static void
bound_entries(Prose *prose)
{
  g_autoptr(GArray) places = places_of_facts(prose);
  guint k = 0;
  for (guint i = 0; i < prose->entries->len; i++) {
    Entry *entry = &g_array_index(prose->entries, Entry, i);
    entry->list = i;
    if (!i)
      continue;
    Entry *before = entry - 1;
    before->until = MAX(entry->at, before->at);
    while (k < places->len && g_array_index(places, gsize, k) < before->at)
      k++;
    gboolean told =
        (k < places->len && g_array_index(places, gsize, k) < entry->at) ||
        prose_find_reply(&prose->scan->folded, before->at, entry->at) >= 0;
    if (!told && !before->words && before->facts.action == entry->facts.action)
      entry->list = before->list;
  }
  for (guint i = prose->entries->len; i-- > 1;) {
    const Entry *entry = &g_array_index(prose->entries, Entry, i);
    Entry *before = &g_array_index(prose->entries, Entry, i - 1);
    if (before->list == entry->list)
      before->until = entry->until;
  }
}

static gint
compare_entries(gconstpointer a, gconstpointer b)
{
  const Entry *first = a, *second = b;
  return first->at < second->at ? -1 : first->at > second->at;
}

static void
sort_entries(Prose *prose)
{
  g_array_sort(prose->entries, compare_entries);
  g_array_sort(prose->mentions, compare_places);
  for (guint i = 0; i < prose->entries->len; i++) {
    const Entry *entry = &g_array_index(prose->entries, Entry, i);
    g_tree_insert(prose->places, (char *)(guintptr)entry->facts.address,
                  GUINT_TO_POINTER(i + 1));
  }
}

void
prose_find_recipients(Prose *prose)
{
  add_matches(prose, prose->scan->own, accept_all);
  if (!prose->entries->len)
    add_header(prose, TRUE);
  if (!prose->entries->len)
    add_matches(prose, prose->scan->general, accept_strong);
  if (!prose->entries->len)
    add_header(prose, FALSE);
  if (!prose->entries->len) {
    add_from_facts(prose);
    add_matches(prose, prose->scan->general, accept_weak);
  }
  if (!prose->entries->len)
    add_only_one(prose);
  if (!prose->entries->len)
    add_from_lines(prose);
  if (!prose->entries->len && !prose->evidence->recipients->len)
    add_from_original(prose);
  sort_entries(prose);
  bound_entries(prose);
}
