/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which addresses in a report may be a recipient's. */
#include <string.h>

#include "base/lines.h"
#include "evidence/address.h"
#include "prose/prose_facts.h"

/* Addresses that are looked at for the only one. */
#define MAX_TRIES 200
/* Addresses of helpers that are kept. */
#define MAX_CONTACTS 16
/* Phrases around which it is looked for. */
#define MAX_PHRASES 16
/* As far as a paragraph is followed to its start. */
#define MAX_PARAGRAPH 2048

void
prose_read_own_addresses(Prose *prose)
{
  static const char *const names[OWN_ADDRESSES] = {
      [OWN_TO] = "To", [OWN_FROM] = "From", "Reply-To", "Sender"};
  const Fields *header = walk_report_header(prose->evidence->walk);
  for (gsize i = 0; i < OWN_ADDRESSES; i++) {
    const char *value = fields_get(header, names[i]);
    prose->own_addresses[i] =
        value ? address_of_mailbox(prose->arena, value) : NULL;
  }
}

gboolean
prose_is_own_address(const Prose *prose, const char *address, gsize length)
{
  for (gsize i = 0; i < OWN_ADDRESSES; i++) {
    const char *own = prose->own_addresses[i];
    if (own && strlen(own) == length &&
        g_ascii_strncasecmp(own, address, length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Identifiers look like addresses. */
static gboolean
is_message_id(const Prose *prose, const Captured *captured)
{
  static const char *const names[] = {"message-id", "message id", "messageid"};
  const char *source = prose->scan->folded.source;
  const char *id = prose->evidence->original->message_id;
  gsize before = MIN(captured->start, 40);
  const char *line = source + captured->start - before;
  const char *feed = memrchr(line, '\n', before);
  if (id && strlen(id) == captured->length &&
      memcmp(id, source + captured->start, captured->length) == 0)
    return TRUE;
  g_autofree char *text = g_ascii_strdown(
      feed ? feed : line, (gssize)(before - (feed ? (gsize)(feed - line) : 0)));
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (strstr(text, names[i]))
      return TRUE;
  return FALSE;
}

gboolean
prose_same_address(const char *source, const Captured *a, const Captured *b)
{
  const char *first = source + a->start, *second = source + b->start;
  return a->length == b->length &&
         (memcmp(first, second, a->length) == 0 ||
          g_ascii_strncasecmp(first, second, a->length) == 0);
}

void
prose_collect_contacts(Prose *prose, const GArray *matches)
{
  for (guint i = 0; i < matches->len; i++) {
    const Match *match = &g_array_index(matches, Match, i);
    for (guint k = 0; match->pattern->role == ROLE_CONTACT && k < match->n &&
                      prose->contacts->len < MAX_CONTACTS;
         k++)
      if (match->captured[k].capture == CAPTURE_ADDRESS)
        g_array_append_val(prose->contacts, match->captured[k]);
  }
}

static gboolean
is_contact(const Prose *prose, const Captured *captured)
{
  for (guint i = 0; i < prose->contacts->len; i++)
    if (prose_same_address(prose->scan->folded.source, captured,
                           &g_array_index(prose->contacts, Captured, i)))
      return TRUE;
  return FALSE;
}

/* An address alone: not that of the one who gets or sends the bounce, nor of a
 * postmaster who may be asked. */
gboolean
prose_is_foreign(const Prose *prose, const Captured *captured)
{
  const char *address = prose->scan->folded.source + captured->start;
  return !prose_is_own_address(prose, address, captured->length) &&
         g_ascii_strncasecmp(address, "postmaster@", 11) != 0 &&
         !is_contact(prose, captured) && !is_message_id(prose, captured);
}

typedef enum { NO_ADDRESS, ONE_ADDRESS, SEVERAL_ADDRESSES } HowMany;

/* The one address of a recipient's kind in a part of the report. */
static HowMany
find_only(const Prose *prose, gsize start, gsize end, Captured *only)
{
  const Folded *folded = &prose->scan->folded;
  HowMany n = NO_ADDRESS;
  guint tries = 0;
  Piece piece;
  while (capture_next_address(folded->text, end, &start, &piece)) {
    Captured found = captured_between(folded, CAPTURE_ADDRESS, piece.start,
                                      piece.start + piece.length);
    if (n && prose_same_address(folded->source, only, &found))
      continue;
    if (++tries > MAX_TRIES)
      return SEVERAL_ADDRESSES;
    if (!prose_is_foreign(prose, &found))
      continue;
    if (n)
      return SEVERAL_ADDRESSES;
    *only = found;
    n = ONE_ADDRESS;
  }
  return n;
}

/* The start of the paragraph in which a place stands. */
static gsize
paragraph_start(const Prose *prose, gsize at)
{
  const char *text = prose->scan->folded.text;
  gsize least =
      MAX(prose->scan->start, at > MAX_PARAGRAPH ? at - MAX_PARAGRAPH : 0);
  while (at > least &&
         !(at >= 2 && text[at - 1] == '\n' && text[at - 2] == '\n'))
    at--;
  return at;
}

static gsize
paragraph_end(const Prose *prose, gsize at)
{
  return MIN(match_paragraph_end(&prose->scan->folded, at), prose->scan->end);
}

/* The one that stands in the paragraphs that say that mail did not arrive. */
static HowMany
find_by_words(const Prose *prose, Captured *only)
{
  const GArray *matches = prose->scan->general;
  HowMany n = NO_ADDRESS;
  guint phrases = 0;
  gsize end = 0;
  for (guint i = 0; i < matches->len && phrases < MAX_PHRASES; i++) {
    const Match *match = &g_array_index(matches, Match, i);
    Captured found;
    if (match->pattern->role != ROLE_ACTION ||
        match->pattern->value > BOUNCE_ACTION_DELAYED)
      continue;
    phrases++;
    if (match->start < end)
      continue; /* the paragraph that was read last */
    end = paragraph_end(prose, match->start);
    HowMany here =
        find_only(prose, paragraph_start(prose, match->start), end, &found);
    if (here == SEVERAL_ADDRESSES ||
        (n && here &&
         !prose_same_address(prose->scan->folded.source, only, &found)))
      return SEVERAL_ADDRESSES;
    if (here)
      *only = found;
    n = MAX(n, here);
  }
  return n;
}

/* The one that stands beside a refusal, or in the paragraph above it. */
static HowMany
find_by_refusal(const Prose *prose, Captured *only)
{
  const ProseScan *scan = prose->scan;
  gssize reply = prose_find_reply(&scan->folded, scan->start, scan->end);
  if (reply < 0)
    return NO_ADDRESS;
  gsize start = paragraph_start(prose, (gsize)reply);
  HowMany n = find_only(prose, start, paragraph_end(prose, (gsize)reply), only);
  gsize above = start;
  while (above > scan->start && strchr(" \n", scan->folded.text[above - 1]))
    above--;
  return n ? n : find_only(prose, paragraph_start(prose, above), above, only);
}

Captured
prose_only_address(const Prose *prose)
{
  const ProseScan *scan = prose->scan;
  Captured only = {.length = 0};
  HowMany n = find_only(prose, scan->start, scan->end, &only);
  if (n == SEVERAL_ADDRESSES) {
    n = find_by_words(prose, &only);
    if (n != ONE_ADDRESS)
      n = find_by_refusal(prose, &only);
  }
  return n == ONE_ADDRESS ? only : (Captured){.length = 0};
}
