/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding the reply in words that no pattern took apart. */
#include <string.h>

#include "base/lines.h"
#include "base/utf8.h"
#include "prose/prose_facts.h"
#include "evidence/reply.h"

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
  if (at + 4 < length && text[at + 3] == ' ' && g_ascii_isdigit(text[at + 4]))
    return FALSE; /* a number in groups */
  return (!before || strchr("\n:;'\"(>=", text[before - 1])) &&
         (at + 3 >= length || !strchr(",/.", text[at + 3]));
}

gssize
prose_find_reply(const Folded *folded, gsize start, gsize end)
{
  guint32 code;
  gsize length = end > start ? MIN(end - start, MAX_BLOCK) : 0;
  const char *text = folded->text + start;
  gssize at = reply_find_code(text, length, &code);
  return at >= 0 && code >= 400 && is_sure_code(text, length, (gsize)at)
             ? (gssize)start + at
             : -1;
}

/* As much of a part of the text as is kept. */
static const char *
copy_words(const Prose *prose, gsize from, gsize to)
{
  const char *text = prose->scan->folded.source + from;
  return arena_strndup(prose->arena, text,
                       utf8_whole(text, MIN(to - from, MAX_BLOCK)));
}

/* The words from a place up to the end of their paragraph. */
static const char *
paragraph_from(const Prose *prose, gsize at, gsize end)
{
  const Folded *folded = &prose->scan->folded;
  end = MIN(match_paragraph(folded, &prose->scan->paragraph, at), end);
  return copy_words(prose, folded_offset(folded, at),
                    folded_offset(folded, end));
}

/* Whom the line of a reply names, else all of its words: below a reply may
 * stand another's. */
static const Entry *
named_by_reply(const Prose *prose, gsize at, const char *words)
{
  const Folded *folded = &prose->scan->folded;
  gsize end = line_end(folded->text, folded->length, at);
  const char *line =
      copy_words(prose, folded_offset(folded, at), folded_offset(folded, end));
  const Entry *named = prose_named_in(prose, line);
  return named ? named : prose_named_in(prose, words);
}

/* What the reply at a place tells; one that is about many is read once, and
 * one that names another recipient is about that one. */
static gboolean
read_reply_at(Prose *prose, gsize at, gsize end, RecipientFacts *facts)
{
  RecipientFacts *reply = &prose->reply;
  if (prose->reply_at != at + 1) {
    *reply = (RecipientFacts){0};
    prose_read_reply(prose->arena, paragraph_from(prose, at, end), reply);
    reply->nearby_host = prose_host_before(prose, at);
    prose->reply_at = at + 1;
    prose->reply_named = named_by_reply(prose, at, reply->diagnostic);
  }
  if (prose->reply_named && &prose->reply_named->facts != facts)
    return FALSE;
  if (!facts->reply_code)
    facts->reply_code = reply->reply_code;
  if (!facts->status)
    facts->status = reply->status;
  if (!facts->diagnostic)
    facts->diagnostic = reply->diagnostic;
  if (!facts->nearby_host)
    facts->nearby_host = reply->nearby_host;
  return TRUE;
}

static Block
look_at_block(const Prose *prose, gsize start, gsize end)
{
  const Folded *folded = &prose->scan->folded;
  Block block = {.reply = prose_find_reply(folded, start, end)};
  block.words = copy_words(prose, folded_offset(folded, start),
                           folded_offset(folded, MAX(end, start)));
  block.status = status_find(block.words, strlen(block.words), 0);
  return block;
}

/* Looks for a reply in all that is said about an entry: with one recipient or
 * one list, the whole report. */
static void
read_block(Prose *prose, Entry *entry)
{
  const ProseScan *scan = prose->scan;
  RecipientFacts *facts = &entry->facts;
  const Entry *last =
      &g_array_index(prose->entries, Entry, prose->entries->len - 1);
  gboolean whole = last->list == 0;
  gsize start = whole ? scan->start : entry->at;
  gsize end = whole ? scan->end : entry->until;
  gboolean told = facts->diagnostic && prose->evidence->recipients->len;
  if (whole && !prose->whole.words)
    prose->whole = look_at_block(prose, start, end);
  Block block = whole ? prose->whole : look_at_block(prose, start, end);
  gboolean own = block.reply < 0 || told ||
                 read_reply_at(prose, (gsize)block.reply, end, facts);
  if (own && !facts->status)
    facts->status = block.status;
  if (*block.words)
    facts->text = block.words;
}

static gboolean
is_domain_of(const char *host, const char *address)
{
  const char *at = address ? strrchr(address, '@') : NULL;
  return at && g_ascii_strcasecmp(at + 1, host) == 0;
}

/* The host before the reply in what is said about an entry alone. */
static const char *
host_of_reply(const Prose *prose, const Entry *entry)
{
  const Folded *folded = &prose->scan->folded;
  gsize end = MIN(entry->until, prose->scan->end);
  guint i = (guint)(entry - &g_array_index(prose->entries, Entry, 0));
  gboolean alone = entry->list == i && (i + 1 == prose->entries->len ||
                                        entry[1].list != entry->list);
  gssize at = alone && entry->facts.reply_code >= 400
                  ? prose_find_reply(folded, entry->at, end)
                  : -1;
  return at >= 0 && g_ascii_strtoull(folded->text + at, NULL, 10) ==
                        entry->facts.reply_code
             ? prose_host_before(prose, (gsize)at)
             : NULL;
}

static void
conclude(Prose *prose, Entry *entry)
{
  RecipientFacts *facts = &entry->facts;
  if (facts->action > BOUNCE_ACTION_DELAYED)
    return; /* what is said of others */
  if (entry->words && !facts->reply_code)
    prose_read_reply(prose->arena, entry->words, facts);
  if (!facts->diagnostic || (!facts->reply_code && !facts->status))
    read_block(prose, entry);
  if (!facts->remote_mta && !facts->nearby_host)
    facts->nearby_host = host_of_reply(prose, entry);
  const char *host = facts->nearby_host;
  if (host && !facts->remote_mta && !is_domain_of(host, facts->address))
    facts->remote_mta = host;
}

void
prose_conclude(Prose *prose)
{
  for (guint i = 0; i < prose->entries->len; i++)
    conclude(prose, &g_array_index(prose->entries, Entry, i));
}
