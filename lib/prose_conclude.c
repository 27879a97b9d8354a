/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding the reply in words that no pattern took apart. */
#include <string.h>

#include "prose_facts.h"
#include "reply.h"

/* Words around a recipient in which a reply is looked for. */
#define MAX_BLOCK 4096

/* Whether a number at a place is surely a reply's code: it starts a line or
 * follows a mark, or a status follows it. */
static gboolean
is_sure_code(const char *text, gsize length, gsize at)
{
  Status status;
  gsize before = at;
  while (before && (text[before - 1] == ' ' || text[before - 1] == '\t'))
    before--;
  if (at + 4 < length && strchr(" -", text[at + 3]) &&
      status_read(text + at + 4, length - at - 4, &status))
    return TRUE;
  return (!before || strchr("\n:;'\"(>=", text[before - 1])) &&
         (at + 3 >= length || !strchr(",/", text[at + 3]));
}

gboolean
prose_has_reply(const char *text, gsize length)
{
  guint32 code;
  gssize at = reply_find_code(text, MIN(length, MAX_BLOCK), &code);
  return at >= 0 && code >= 400 && is_sure_code(text, length, (gsize)at);
}

/* The first status in a text that is no part of a number or name. */
static Status
find_status(const char *text, gsize length)
{
  Status status = 0;
  const char *at = text;
  for (gsize left = length; left >= 5; left = length - (gsize)(at - text)) {
    const char *dot = memchr(at, '.', left);
    if (!dot)
      break;
    const char *start = dot - 1;
    if (start >= text &&
        (start == text || (!g_ascii_isalnum(start[-1]) &&
                           !strchr("._-/@", start[-1]))) &&
        status_read(start, length - (gsize)(start - text), &status))
      return status;
    at = dot + 1;
  }
  return 0;
}

/* All that is said about an entry: with one recipient or one list, the whole
 * report. */
static const char *
block_of(const Prose *prose, const Entry *entry)
{
  const ProseScan *scan = prose->scan;
  const Entry *last =
      &g_array_index(prose->entries, Entry, prose->entries->len - 1);
  gboolean whole = last->list == 0;
  gsize start =
      folded_offset(&scan->folded, whole ? scan->start : entry->at);
  gsize end = folded_offset(&scan->folded,
                            MAX(whole ? scan->end : entry->until,
                                scan->start));
  return arena_strndup(prose->arena, scan->folded.source + start,
                       end > start ? MIN(end - start, MAX_BLOCK) : 0);
}

static void
read_block(Prose *prose, RecipientFacts *facts, const char *text)
{
  gsize length = strlen(text);
  guint32 code;
  gssize at = reply_find_code(text, length, &code);
  if (at >= 0 && code >= 400 && is_sure_code(text, length, (gsize)at)) {
    const char *stop = strstr(text + at, "\n\n");
    gsize n = stop ? (gsize)(stop - text) - (gsize)at : length - (gsize)at;
    prose_read_reply(prose->arena, arena_strndup(prose->arena, text + at, n),
                     facts);
  }
  if (!facts->status)
    facts->status = find_status(text, length);
}

static void
conclude(Prose *prose, Entry *entry)
{
  RecipientFacts *facts = &entry->facts;
  if (entry->words && !facts->reply_code)
    prose_read_reply(prose->arena, entry->words, facts);
  if (facts->diagnostic && (facts->reply_code || facts->status))
    return;
  const char *block = block_of(prose, entry);
  if (!facts->diagnostic)
    read_block(prose, facts, block);
  if (!facts->diagnostic)
    facts->text = *block ? block : NULL;
}

void
prose_conclude(Prose *prose)
{
  for (guint i = 0; i < prose->entries->len; i++)
    conclude(prose, &g_array_index(prose->entries, Entry, i));
}
