/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "formats/format_match.h"

#include <string.h>

#include "base/lines.h"
#include "formats/format_capture.h"
#include "formats/format_find.h"
#include "formats/format_pattern.h"
#include "formats/format_take.h"

/* As far as an open capture goes. */
#define MAX_OPEN 4096

struct Matcher {
  Arena *arena;
  const PatternTable *table;
  const Folded *folded;
  Automaton trie;
  Finder *finder; /* made when it is needed */
  Paragraph paragraph;
  gsize sign;   /* the first '@' from where lines were run last */
  guint *alike; /* keys that stand at a place */
  Takings takings;
};

Matcher *
matcher_new(Arena *arena, const PatternTable *table, const Folded *folded)
{
  Matcher *matcher = g_new0(Matcher, 1);
  matcher->arena = arena;
  matcher->table = table;
  matcher->folded = folded;
  matcher->trie = automaton_view(&table->trie);
  matcher->alike = g_new(guint, table->n_alike + 1);
  return matcher;
}

void
matcher_free(Matcher *matcher)
{
  if (!matcher)
    return;
  takings_clear(&matcher->takings);
  g_free(matcher->alike);
  g_free(matcher);
}

/* The end of the line, or of what is looked at of a very long one. */
static gsize
near_line_end(const Folded *folded, gsize at)
{
  return line_end(folded->text, at + MIN(folded->length - at, MAX_OPEN), at);
}

static gsize
find_literal(Matcher *matcher, const PatternItem *literal, gsize at, gsize *end)
{
  if (!matcher->finder)
    matcher->finder =
        finder_new(matcher->arena, matcher->folded, matcher->table);
  return finder_next(matcher->finder, literal, at, end);
}

static void
capture(Matcher *matcher, Match *match, Capture kind, gsize start, gsize end)
{
  const Folded *folded = matcher->folded;
  while (start < end && is_space(folded->text[start]))
    start++;
  while (end > start && is_space(folded->text[end - 1]))
    end--;
  if (match->n == MAX_CAPTURED || kind == CAPTURE_ANY || kind == CAPTURE_HOST ||
      kind == CAPTURE_IP || kind == CAPTURE_DATE)
    return;
  match->captured[match->n++] = captured_between(folded, kind, start, end);
}

static gsize
take(Matcher *matcher, Capture kind, gsize at, Piece *piece)
{
  return capture_take(&matcher->takings, matcher->folded, kind, at, piece);
}

/* One or more addresses with what separates them. */
static gsize
match_addresses(Matcher *matcher, Match *match, gsize at)
{
  const AddressList *list =
      take_addresses(&matcher->takings, matcher->folded, at);
  for (guint i = 0; i < list->n; i++)
    capture(matcher, match, CAPTURE_ADDRESS, list->first[i].start,
            list->first[i].start + list->first[i].length);
  return list->end;
}

/* What a typed capture that is one of a pattern's items takes. */
static gsize
take_item(Matcher *matcher, const Pattern *pattern, guint i, gsize at,
          Piece *piece)
{
  const PatternItem *item = pattern_items(matcher->table, pattern) + i;
  switch (item->capture) {
  case CAPTURE_ORIGINAL_ADDRESS:
  case CAPTURE_NEW_ADDRESS:
    return take(matcher, CAPTURE_ADDRESS, at, piece);
  case CAPTURE_REMOTE_MTA:
  case CAPTURE_REPORTING_MTA:
    if (i + 1 < pattern->n_items &&
        pattern_opens_bracket(matcher->table, item + 1)) {
      gsize n = take(matcher, CAPTURE_HOST, at, piece);
      return n ? n : take(matcher, CAPTURE_IP, at, piece);
    }
    return take(matcher, CAPTURE_REMOTE_MTA, at, piece);
  default:
    return take(matcher, item->capture, at, piece);
  }
}

static gsize
match_typed(Matcher *matcher, Match *match, guint i, gsize at)
{
  Capture kind = pattern_items(matcher->table, match->pattern)[i].capture;
  Piece piece;
  if (kind == CAPTURE_ADDRESSES)
    return match_addresses(matcher, match, at);
  gsize n = take_item(matcher, match->pattern, i, at, &piece);
  if (!n)
    return NOWHERE;
  capture(matcher, match, kind, at + piece.start,
          at + piece.start + piece.length);
  return at + n;
}

/* Whether an open capture took what it stands for. */
static gboolean
is_valid(const Folded *folded, Capture kind, gsize start, gsize end)
{
  const char *text = folded->text + start;
  start = skip_space(folded, start);
  if (start >= end)
    return kind == CAPTURE_ANY;
  if (kind == CAPTURE_COMMAND)
    return capture_command(text, end - start) != 0;
  if (kind >= CAPTURE_DATE && kind <= CAPTURE_ARRIVAL_DATE)
    return capture_is_date(folded->text + start, end - start);
  return TRUE;
}

/* A date ends with its sentence, not with the dot of an abbreviation. */
static gsize
sentence_end(const Folded *folded, gsize at, gsize end)
{
  for (gsize i = at; i + 1 < end; i++)
    if (folded->text[i] == '.' && folded->text[i + 1] == ' ' &&
        capture_is_date(folded->text + at, i - at))
      return i;
  return end > at && folded->text[end - 1] == '.' ? end - 1 : end;
}

/* A gap or an open capture: up to the next literal or as far as it may go. */
static gsize
match_open(Matcher *matcher, Match *match, guint i, gsize at)
{
  const Folded *folded = matcher->folded;
  const Pattern *pattern = match->pattern;
  const PatternItem *item = pattern_items(matcher->table, pattern) + i;
  Capture kind = item->kind == ITEM_GAP ? CAPTURE_ANY : item->capture;
  gboolean in_line = kind == CAPTURE_LINE || kind == CAPTURE_SUBJECT || i == 0;
  gboolean last = i + 1 == pattern->n_items;
  gsize after, end = at;
  if (!last) {
    end = find_literal(matcher, item + 1, at, &after);
    if (end > at + MAX_OPEN)
      return NOWHERE; /* most do not stand near */
  }
  gsize limit =
      in_line ? near_line_end(folded, at)
              : MIN(match_paragraph(matcher->folded, &matcher->paragraph, at),
                    at + MAX_OPEN);
  if (!last) {
    if (end > limit)
      return NOWHERE;
  } else if (kind == CAPTURE_TEXT) {
    match->open = TRUE;
    end = limit;
  } else {
    end = kind == CAPTURE_ANY ? at : near_line_end(folded, at);
    if (kind >= CAPTURE_DATE && kind <= CAPTURE_ARRIVAL_DATE)
      end = sentence_end(folded, at, end);
  }
  if (!is_valid(folded, kind, at, end))
    return NOWHERE;
  capture(matcher, match, kind, at, end);
  return match->open ? at : end;
}

static gsize
match_item(Matcher *matcher, Match *match, guint i, gsize at)
{
  const PatternItem *item = pattern_items(matcher->table, match->pattern) + i;
  if (item->kind == ITEM_GAP)
    return match_open(matcher, match, i, at);
  if (item->kind == ITEM_CAPTURE) {
    at = skip_blanks(matcher->folded, at);
    return capture_is_open(item->capture) ? match_open(matcher, match, i, at)
                                          : match_typed(matcher, match, i, at);
  }
  if (item->space_before && i)
    at = skip_space(matcher->folded, at);
  if (item->length)
    at = literal_at(matcher->folded, matcher->table, item, at);
  if (at != NOWHERE && item->space_after && i + 1 < match->pattern->n_items)
    at = skip_space(matcher->folded, at);
  return at;
}

/* All but what no capture took: most matches fail. */
static void
start_match(Match *match, const Pattern *pattern, gsize at)
{
  match->pattern = pattern;
  match->start = match->end = at;
  match->open = match->listed = FALSE;
  match->action = 0;
  match->n = 0;
  match->captured[0] = (Captured){0};
}

/* As matcher_try(); *n is how many of its items match. */
static gboolean
try_items(Matcher *matcher, const Pattern *pattern, gsize at, Match *match,
          guint *n)
{
  start_match(match, pattern, at);
  for (*n = 0; *n < pattern->n_items; ++*n) {
    at = match_item(matcher, match, *n, at);
    if (at == NOWHERE)
      return FALSE;
  }
  match->end = at;
  at = skip_blanks(matcher->folded, at);
  return !pattern->at_end || match->open || at >= matcher->folded->length ||
         matcher->folded->text[at] == '\n';
}

gboolean
matcher_try(Matcher *matcher, const Pattern *pattern, gsize at, Match *match)
{
  guint n;
  return try_items(matcher, pattern, at, match, &n);
}

/* A place at which patterns are tried. */
typedef struct {
  gsize at;
  gboolean starts_line;
  gboolean has_address; /* the line holds an '@' */
  guint done;           /* 1 + the statement that matched there last */
  guint failed;         /* 1 + the pattern that failed there last */
  guint n_good;         /* so many of its items matched */
} Place;

static void
go_to(Place *place, gsize at)
{
  place->at = at;
  place->done = place->failed = 0;
}

/* Whether a pattern fails as the one before it did, at an item that they
 * share. */
static gboolean
fails_alike(const Place *place, const Pattern *pattern, guint index)
{
  return place->failed == index && place->n_good < pattern->n_same;
}

static void
try_pattern(Matcher *matcher, guint index, Place *place, GArray *matches)
{
  const Pattern *pattern = pattern_at(matcher->table, index);
  Match match;
  if (place->done == pattern->statement + 1)
    return;
  if (!fails_alike(place, pattern, index) &&
      try_items(matcher, pattern, place->at, &match, &place->n_good)) {
    place->done = pattern->statement + 1;
    g_array_append_val(matches, match);
    return;
  }
  place->failed = index + 1;
}

/* Keeps them in the order of their patterns, the last one first, as a state of
 * the trie has them. */
static void
add_alike(Matcher *matcher, guint n, guint key)
{
  for (; n && matcher->alike[n - 1] < key; n--)
    matcher->alike[n] = matcher->alike[n - 1];
  matcher->alike[n] = key;
}

/* Whether a line has what a pattern needs. */
static gboolean
may_match(const PatternKey *key, const Place *place)
{
  return (!key->at_line || place->starts_line) &&
         (!key->has_address || place->has_address);
}

/* The keys that stand at a place, and how many they are: the trie is followed,
 * never a link. */
static guint
find_alike(Matcher *matcher, const Place *place)
{
  const PatternKey *keys = (gconstpointer)matcher->table->keys->data;
  const Automaton *trie = &matcher->trie;
  const char *text = matcher->folded->text;
  gsize at = place->at;
  guint32 state = AUTOMATON_ROOT;
  guint n = 0;
  for (guint depth = 1; text[at]; depth++) {
    if (text[at] == ' ')
      at = skip_to_colon(matcher->folded, at);
    guint8 byte = (guint8)text[at];
    if (is_space(text[at])) {
      at = skip_space(matcher->folded, at);
      byte = ' ';
    } else {
      at++;
    }
    state = automaton_go(trie, state, byte);
    if (state == AUTOMATON_NONE)
      break;
    /* Among the phrases that end here are those that start later. */
    for (guint32 out = automaton_out(trie, state); out;
         out = trie->outs[out].next) {
      const PatternKey *key = &keys[trie->outs[out].phrase];
      if (key->length == depth && may_match(key, place))
        add_alike(matcher, n++, trie->outs[out].phrase);
    }
  }
  return n;
}

static void
try_keys(Matcher *matcher, Place *place, GArray *matches)
{
  const PatternKey *keys = (gconstpointer)matcher->table->keys->data;
  for (guint i = find_alike(matcher, place); i-- > 0;) {
    const PatternKey *key = &keys[matcher->alike[i]];
    for (guint k = 0; k < key->n; k++)
      try_pattern(matcher, key->pattern + k, place, matches);
  }
}

static gboolean
is_host(Matcher *matcher, gsize at)
{
  const char *text = matcher->folded->text;
  gboolean marked = FALSE;
  gsize word = at;
  Piece piece;
  for (; text[word] && !is_space(text[word]); word++)
    marked |= text[word] == '.' || text[word] == ':';
  return (marked || (text[word] == ' ' &&
                     (text[word + 1] == '[' || text[word + 1] == '('))) &&
         take(matcher, CAPTURE_REMOTE_MTA, at, &piece);
}

/* What a line has for patterns that start it. */
static LineNeeds
line_has(Matcher *matcher, const Place *place)
{
  char first = matcher->folded->text[place->at];
  LineNeeds has = place->has_address ? LINE_SIGN : 0;
  Piece piece;
  if (has && take(matcher, CAPTURE_ADDRESS, place->at, &piece))
    has |= LINE_ADDRESS;
  if (first >= '2' && first <= '5')
    has |= LINE_CODE;
  if (is_host(matcher, place->at))
    has |= LINE_HOST;
  return has;
}

/* What stands behind an address: where blanks end, and other white space. */
typedef struct {
  guchar near;
  guchar next;
} Behind;

static Behind
look_behind_address(Matcher *matcher, gsize at)
{
  const Folded *folded = matcher->folded;
  Piece piece;
  at = skip_blanks(folded, at + take(matcher, CAPTURE_ADDRESS, at, &piece));
  guchar near = at < folded->length ? (guchar)folded->text[at] : '\n';
  return (Behind){near, (guchar)folded->text[skip_space(folded, at)]};
}

static void
try_line_start(Matcher *matcher, Place *place, GArray *matches)
{
  const PatternTable *table = matcher->table;
  if (!table->at_lines->len)
    return;
  LineNeeds has = line_has(matcher, place);
  Behind behind = {0};
  if (has & LINE_ADDRESS)
    behind = look_behind_address(matcher, place->at);
  for (guint i = table->at_line[has]; i < table->at_line[has + 1]; i++) {
    const LineStart *start = &g_array_index(table->at_lines, LineStart, i);
    if (!start->follows || start->follows == behind.near ||
        start->follows == behind.next)
      try_pattern(matcher, start->pattern, place, matches);
  }
}

/* Whether an '@' stands in a span; spans must be asked for in order. */
static gboolean
has_sign(Matcher *matcher, gsize start, gsize end)
{
  const Folded *folded = matcher->folded;
  if (matcher->sign < start || !matcher->sign)
    matcher->sign = find_char(folded->text, folded->length, start, '@');
  return matcher->sign < end;
}

/* Tries all patterns where a line starts: before and behind its bullets. */
static void
run_line_start(Matcher *matcher, Place *place, gsize at, GArray *matches)
{
  place->starts_line = TRUE;
  go_to(place, at);
  try_line_start(matcher, place, matches);
  go_to(place, at);
  if (pattern_may_start(pattern_starts(matcher->table),
                        folded_three(matcher->folded->text + at)))
    try_keys(matcher, place, matches);
}

/* Tries keys behind a line's start, at words' starts and at signs. No branch
 * asks where those are: processors can't foresee it. */
static void
run_keys(Matcher *matcher, Place *place, gsize at, gsize end, GArray *matches)
{
  PatternStarts starts = pattern_starts(matcher->table);
  const char *text = matcher->folded->text;
  gboolean in_word = g_ascii_isalnum(text[at - 1]);
  place->starts_line = FALSE;
  for (; at < end; at++) {
    gboolean before = in_word;
    in_word = g_ascii_isalnum(text[at]);
    guint three = folded_three(text + at);
    if (pattern_may_start(starts, three) & (~before | ~in_word)) {
      go_to(place, at);
      try_keys(matcher, place, matches);
    }
  }
}

void
matcher_run_line(Matcher *matcher, gsize start, gsize end, GArray *matches)
{
  gsize first = skip_blanks(matcher->folded, start);
  if (first >= end)
    return;
  gsize second = match_skip_bullets(matcher->folded, first, end);
  Place place = {.has_address = has_sign(matcher, first, end)};
  run_line_start(matcher, &place, first, matches);
  if (second > first) {
    run_keys(matcher, &place, first + 1, second, matches);
    if (second >= end)
      return;
    run_line_start(matcher, &place, second, matches);
  }
  run_keys(matcher, &place, second + 1, end, matches);
}
