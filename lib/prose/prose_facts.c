/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "prose/prose_facts.h"

#include <string.h>

#include "base/lines.h"
#include "base/utf8.h"
#include "evidence/address.h"
#include "evidence/reply.h"

/* So much of one recipient's words is kept. */
#define MAX_WORDS 4096
/* So much is kept where words overlap too often. */
#define MIN_WORDS 128
#define MAX_OVERLAP 4
/* So much of a line is looked at for a host. */
#define MAX_BEFORE 300
/* So far is looked for the match that ends an open text. */
#define MAX_AHEAD 64

/* The address that names whom a match is about: its own or the last one that
 * was named before it. */
static const Captured *
named_before(const GArray *matches, guint i)
{
  for (guint k = 0; k <= MIN(i, MAX_AHEAD); k++) {
    const Match *match = &g_array_index(matches, Match, i - k);
    if (match->pattern->role == ROLE_RECIPIENT && match->n &&
        match->captured[0].capture == CAPTURE_ADDRESS)
      return &match->captured[0];
  }
  return NULL;
}

/* Whether a line starts with that address again: it is part of the server's
 * words, which were wrapped. */
static gboolean
repeats(const Folded *folded, const Captured *named, const Match *next)
{
  const Captured *again = &next->captured[0];
  return named && next->pattern->role == ROLE_RECIPIENT && next->n &&
         again->capture == CAPTURE_ADDRESS &&
         prose_same_address(folded->source, again, named);
}

/* The first match behind another whose pattern starts a line; only near ones
 * are looked at. The last answer is where looking goes on. */
static guint
next_line_start(ProseScan *scan, const GArray *matches, guint i)
{
  NextLine *last = &scan->next_line;
  guint limit = MIN(matches->len, i + MAX_AHEAD);
  if (last->matches != matches || i < last->from || i >= last->at)
    *last = (NextLine){matches, i, i + 1};
  while (last->at < limit &&
         !g_array_index(matches, Match, last->at).pattern->at_line)
    last->at++;
  return MIN(last->at, limit);
}

/* Where an open text ends: with its paragraph, or where the next recipient is
 * named or another line pattern starts. */
static gsize
open_end(const Prose *prose, const GArray *matches, guint i)
{
  const Folded *folded = &prose->scan->folded;
  const Match *match = &g_array_index(matches, Match, i);
  gsize end = match_paragraph(folded, &prose->scan->paragraph, match->end);
  end = MIN(MIN(end, match->end + MAX_WORDS), prose->scan->end);
  if (prose_is_plain(match)) {
    gsize stop = line_end(folded->text, folded->length, match->end);
    if (stop < end && folded->text[stop + 1] != ' ')
      end = stop;
  }
  guint k = next_line_start(prose->scan, matches, i);
  guint limit = MIN(matches->len, i + MAX_AHEAD);
  const Captured *named = k < limit ? named_before(matches, i) : NULL;
  for (; k < limit; k++) {
    const Match *next = &g_array_index(matches, Match, k);
    if (next->start >= end)
      break;
    if (next->start >= match->end && next->pattern->at_line &&
        !repeats(folded, named, next) &&
        !(named && prose_names_reader(prose, next)))
      return next->start;
  }
  return MIN(end, match->end + MAX_WORDS);
}

/* Words of several matches may overlap: together, they are no more than a few
 * times the text. */
static const char *
keep_words(const Prose *prose, const char *text, gsize length)
{
  ProseScan *scan = prose->scan;
  gsize room = MAX_OVERLAP * (scan->folded.length + MAX_WORDS);
  if (scan->kept + length > room)
    length = MIN(length, MIN_WORDS);
  length = utf8_whole(text, length);
  scan->kept += length;
  return arena_strndup(prose->arena, text, length);
}

/* What was captured, with what stands before it from a place on. */
static const char *
captured_from(const Prose *prose, const GArray *matches, guint i,
              const Captured *captured, gsize start)
{
  const Folded *folded = &prose->scan->folded;
  const Match *match = &g_array_index(matches, Match, i);
  const char *text = folded->source + start;
  gsize end = captured->start + captured->length;
  if (match->open && captured == &match->captured[match->n - 1])
    end = folded_offset(folded, open_end(prose, matches, i));
  gsize length = end > start ? MIN(end - start, MAX_WORDS) : 0;
  while (length && g_ascii_isspace(text[length - 1]))
    length--;
  return length ? keep_words(prose, text, length) : NULL;
}

const char *
prose_captured(const Prose *prose, const GArray *matches, guint i,
               const Captured *captured)
{
  return captured_from(prose, matches, i, captured, captured->start);
}

/* Whether nothing but these marks stands between two places. */
static gboolean
is_joined(const char *text, gsize start, gsize end, const char *marks)
{
  for (; start < end; start++)
    if (!strchr(marks, text[start]))
      return FALSE;
  return TRUE;
}

/* Where the words of a server start whose pattern takes their code by itself,
 * and the status and address behind it: at that code. */
static gsize
words_start(const Prose *prose, const Match *match, guint k)
{
  const char *text = prose->scan->folded.source;
  const Captured *words = &match->captured[k];
  gsize until = words->start;
  if (words->capture != CAPTURE_TEXT && words->capture != CAPTURE_LINE)
    return until;
  for (guint i = k; i-- > 0;) {
    const Captured *before = &match->captured[i];
    gsize end = before->start + before->length;
    gboolean last = until == words->start && before->capture == CAPTURE_CODE;
    if (before->start >= until ||
        !is_joined(text, end, until, last ? " " : " <>.:"))
      break;
    if (before->capture == CAPTURE_CODE)
      return before->start;
    if (before->capture != CAPTURE_ADDRESS && before->capture != CAPTURE_STATUS)
      break;
    until = before->start;
  }
  return words->start;
}

const char *
prose_words_below(const Prose *prose, const GArray *matches, guint i)
{
  const Folded *folded = &prose->scan->folded;
  const Match *match = &g_array_index(matches, Match, i);
  if (!match->pattern->at_end || match->open)
    return NULL;
  const char *text = folded->source + folded_offset(folded, match->end);
  const char *end =
      folded->source + folded_offset(folded, open_end(prose, matches, i));
  /* White space and the next entry's bullet are no words. */
  while (text < end && (guchar)*text < 0x80 && !g_ascii_isalnum(*text) &&
         !strchr("(<[\"'", *text))
    text++;
  return text < end ? keep_words(prose, text, (gsize)(end - text)) : NULL;
}

/* Facts about the message. FALSE when it is none. */
static gboolean
keep_message_fact(Prose *prose, Capture capture, const char *value)
{
  const char **place = NULL;
  switch (capture) {
  case CAPTURE_REPORTING_MTA:
    place = &prose->reporting_mta;
    value = host_read(prose->arena, value);
    break;
  case CAPTURE_ARRIVAL_DATE:
    place = &prose->arrival_date;
    break;
  case CAPTURE_MESSAGE_ID:
    place = &prose->message_id;
    break;
  case CAPTURE_SUBJECT:
    place = &prose->subject;
    break;
  default:
    return FALSE;
  }
  if (!*place)
    *place = value;
  return TRUE;
}

static gboolean
keep_fact(Prose *prose, Capture capture, const char *value, Fact *fact)
{
  RecipientFacts *facts = &fact->facts;
  if (keep_message_fact(prose, capture, value))
    return FALSE;
  switch (capture) {
  case CAPTURE_ADDRESS:
    fact->address = value;
    return FALSE;
  case CAPTURE_ORIGINAL_ADDRESS:
    facts->original_address = value;
    break;
  case CAPTURE_NEW_ADDRESS:
    facts->new_address = value;
    break;
  case CAPTURE_REMOTE_MTA:
    facts->remote_mta = g_ascii_strcasecmp(value, "localhost") == 0
                            ? value /* was talked to: a fact, not a default */
                            : host_read(prose->arena, value);
    break;
  case CAPTURE_CODE:
    facts->reply_code = (guint32)g_ascii_strtoull(value, NULL, 10);
    break;
  case CAPTURE_STATUS:
    status_read(value, strlen(value), &facts->status);
    break;
  case CAPTURE_TEXT:
  case CAPTURE_LINE:
    fact->words = value;
    break;
  case CAPTURE_COMMAND: {
    Folded folded;
    fold_text(prose->arena, value, strlen(value), &folded);
    facts->command = capture_command(folded.text, folded.length);
    break;
  }
  case CAPTURE_RETRY_UNTIL:
    facts->retry_until = value;
    break;
  case CAPTURE_LAST_ATTEMPT:
    facts->last_attempt = value;
    break;
  default:
    return FALSE;
  }
  return TRUE;
}

/* Whether a host belongs to a domain. */
static gboolean
is_under(const char *host, gsize length, const char *domain)
{
  gsize n = strlen(domain);
  return length >= n &&
         g_ascii_strncasecmp(host + length - n, domain, n) == 0 &&
         (length == n || host[length - n - 1] == '.');
}

static gboolean
is_reporting(const Prose *prose, const char *host, gsize length)
{
  const char *known = prose->evidence->report->reporting_mta;
  const char *from = prose->own_addresses[OWN_FROM];
  const char *at = from ? strrchr(from, '@') : NULL;
  return (known && is_under(host, length, known)) ||
         (prose->reporting_mta &&
          is_under(host, length, prose->reporting_mta)) ||
         (at && is_under(host, length, at + 1));
}

/* Where the line of a place starts, or the line that announces it: what ends
 * in a colon goes on in the next one. */
static gsize
announcing_line(const char *text, gsize at)
{
  gsize least = at - MIN(at, MAX_BEFORE), start = at, before;
  while (start > least && text[start - 1] == ' ')
    start--;
  before = start > least && text[start - 1] == '\n' ? start - 1 : least;
  while (before > least && text[before - 1] == ' ')
    before--;
  if (before > least && text[before - 1] == ':')
    start = before;
  while (start > least && text[start - 1] != '\n')
    start--;
  return start;
}

const char *
prose_host_before(const Prose *prose, gsize at)
{
  const Folded *folded = &prose->scan->folded;
  const char *text = folded->text;
  gsize start = announcing_line(text, at);
  Captured found = {.length = 0};
  for (gsize i = start; i < at; i++) {
    Piece piece;
    if (i > start && !strchr(" [(<'\",;:", text[i - 1]))
      continue;
    gsize n = capture_host(text + i, at - i, &piece);
    if (!n || strchr("@/#=", text[i + n]))
      continue;
    found = captured_between(folded, CAPTURE_HOST, i + piece.start,
                             i + piece.start + piece.length);
    i += n - 1;
  }
  const char *host = folded->source + found.start;
  return found.length && !is_reporting(prose, host, found.length)
             ? arena_strndup(prose->arena, host, found.length)
             : NULL;
}

/* Whether a text ends with a bracket or quote that nothing in it opens: what it
 * was put in. */
static gboolean
ends_unopened(const char *text, gsize length)
{
  static const char opening[] = "([{<\"'", closing[] = ")]}>\"'";
  const char *mark = length ? strchr(closing, text[length - 1]) : NULL;
  if (!mark || !*mark)
    return FALSE;
  char open = opening[mark - closing];
  gsize opened = 0, closed = 0;
  for (gsize i = 0; i < length; i++) {
    opened += text[i] == open;
    closed += text[i] == *mark;
  }
  return open == *mark ? closed % 2 : closed > opened;
}

static const char *
without_unopened(Arena *arena, const char *text)
{
  gsize length = text ? strlen(text) : 0, end = length;
  for (guint i = 0; i < 3 && ends_unopened(text, end); i++)
    end--;
  return end < length ? arena_strndup(arena, text, end) : text;
}

void
prose_read_reply(Arena *arena, const char *words, RecipientFacts *facts)
{
  Reply reply;
  if (!words)
    return;
  reply_read(arena, words, strlen(words), &reply);
  if (!facts->reply_code)
    facts->reply_code = reply.code;
  if (!facts->status)
    facts->status = reply.status;
  if (!facts->diagnostic)
    facts->diagnostic = without_unopened(arena, reply.text);
}

gboolean
prose_fact_of(Prose *prose, const GArray *matches, guint i, Fact *fact)
{
  const Match *match = &g_array_index(matches, Match, i);
  const Pattern *pattern = match->pattern;
  gboolean told = FALSE;
  *fact = (Fact){.at = match->start};
  for (guint k = 0; k < match->n; k++) {
    const Captured *captured = &match->captured[k];
    const char *value = captured_from(prose, matches, i, captured,
                                      words_start(prose, match, k));
    if (value)
      told |= keep_fact(prose, captured->capture, value, fact);
  }
  fact->is_context =
      pattern->role == ROLE_READS && match->n == 1 && fact->facts.remote_mta;
  if (pattern->role == ROLE_ACTION)
    fact->facts.action = pattern->value;
  else if (pattern->role == ROLE_COMMAND)
    fact->facts.command = pattern->value;
  else if (pattern->role == ROLE_CLASS)
    fact->facts.class_ = pattern->value;
  else
    return told;
  fact->has_action_only = pattern->role == ROLE_ACTION && !told;
  return TRUE;
}

/* A server that is named before its words in no way that a pattern knows. */
static void
keep_host(const Prose *prose, const Match *match, Fact *fact)
{
  if (fact->words && fact->facts.reply_code >= 400 && !fact->facts.remote_mta)
    fact->facts.nearby_host =
        prose_host_before(prose, match->open ? match->end : match->start);
}

void
prose_collect(Prose *prose, const GArray *matches)
{
  for (guint i = 0; i < matches->len; i++) {
    PatternRole role = g_array_index(matches, Match, i).pattern->role;
    Fact fact;
    if (role != ROLE_READS && role != ROLE_COMMAND && role != ROLE_CLASS &&
        (role != ROLE_ACTION || matches != prose->scan->own))
      continue;
    if (!prose_fact_of(prose, matches, i, &fact))
      continue;
    prose_read_reply(prose->arena, fact.words, &fact.facts);
    keep_host(prose, &g_array_index(matches, Match, i), &fact);
    fact.own = matches == prose->scan->own;
    g_array_append_val(prose->facts, fact);
  }
}

Entry *
prose_entry(const Prose *prose, const char *address)
{
  guint place = GPOINTER_TO_UINT(g_tree_lookup(prose->places, address));
  return place ? &g_array_index(prose->entries, Entry, place - 1) : NULL;
}

Entry *
prose_add(Prose *prose, const char *address, gsize at, const char *words)
{
  Entry *known = prose_entry(prose, address);
  if (known) {
    if (at > known->at)
      g_array_append_vals(prose->mentions, &(Mention){at, address}, 1);
    if (!known->words)
      known->words = words;
    return known;
  }
  if (prose->entries->len >= prose->evidence->config->limits.recipients) {
    prose->evidence->reached |= BOUNCE_LIMIT_RECIPIENTS;
    return NULL;
  }
  Entry entry = {.at = at, .until = prose->scan->end, .words = words};
  entry.facts.address = address;
  g_array_append_val(prose->entries, entry);
  g_tree_insert(prose->places, (char *)(guintptr)address,
                GUINT_TO_POINTER(prose->entries->len));
  return &g_array_index(prose->entries, Entry, prose->entries->len - 1);
}
