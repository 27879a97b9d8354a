/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "formats/format_find.h"

#include <string.h>

#include "base/lines.h"

/* Where a literal stands next: the answer for all places from `from` to
 * `at`. It makes looking for literals linear in the text, however often. */
typedef struct {
  gsize from;
  gsize at;
  gsize end; /* of the literal */
} Next;

struct Finder {
  const Folded *folded;
  const PatternTable *table;
  Next *next; /* by slot */
};

/* Whether white space holds an empty line. */
static gboolean
has_empty_line(const char *text, gsize from, gsize to)
{
  const char *feed = memchr(text + from, '\n', to - from);
  return feed && memchr(feed + 1, '\n', to - (gsize)(feed + 1 - text));
}

gsize
literal_at(const Folded *folded, const PatternTable *table,
           const PatternItem *literal, gsize at)
{
  const char *text = folded->text, *word = table->words->str + literal->text;
  gsize i = at;
  if (!literal->open_start && g_ascii_isalnum(word[0]) && at &&
      g_ascii_isalnum(text[at - 1]))
    return NOWHERE;
  for (guint k = 0; k < literal->length; k++) {
    char c = word[k];
    if (c == ':')
      i = skip_to_colon(folded, i);
    gsize from = i;
    if (c == ' ') {
      if (i >= folded->length || !is_space(text[i]))
        return NOWHERE;
      i = skip_space(folded, i);
      if (literal->alone && has_empty_line(text, from, i))
        return NOWHERE;
    } else if (text[i++] != c) { /* the text ends with a NUL */
      return NOWHERE;
    }
  }
  if (!literal->open_end && i < folded->length &&
      g_ascii_isalnum(word[literal->length - 1]) && g_ascii_isalnum(text[i]))
    return NOWHERE;
  return MIN(i, folded->length);
}

/* Looks for a literal from `at` on, up to `limit`. */
static gsize
search(const Finder *finder, const PatternItem *literal, gsize at, gsize limit,
       gsize *end)
{
  const Folded *folded = finder->folded;
  char first = finder->table->words->str[literal->text];
  while (at < limit) {
    const char *found = memchr(folded->text + at, first, limit - at);
    if (!found)
      break;
    at = (gsize)(found - folded->text);
    *end = literal_at(folded, finder->table, literal, at);
    if (*end != NOWHERE)
      return at;
    at++;
  }
  return NOWHERE;
}

Finder *
finder_new(Arena *arena, const Folded *folded, const PatternTable *table)
{
  Finder *finder = arena_new0(arena, Finder);
  guint n_slots = table->n_slots;
  finder->folded = folded;
  finder->table = table;
  finder->next = arena_alloc(arena, (n_slots + 1) * sizeof(Next));
  for (guint i = 0; i < n_slots; i++)
    finder->next[i] = (Next){folded->length, NOWHERE, NOWHERE};
  return finder;
}

gsize
finder_next(Finder *finder, const PatternItem *literal, gsize at, gsize *end)
{
  const Folded *folded = finder->folded;
  Next *next = &finder->next[literal->slot];
  if (next->from <= at && at <= next->at) {
    *end = next->end;
    return next->at;
  }
  gsize limit = folded->length, found;
  if (at < next->from)
    limit = next->from; /* what lies behind is known */
  found = search(finder, literal, at, limit, end);
  if (found != NOWHERE || limit == folded->length)
    *next = (Next){at, found, found == NOWHERE ? NOWHERE : *end};
  else
    next->from = at;
  *end = next->end;
  return next->at;
}

/* The last reply code with a hyphen in a line: more lines follow it (RFC 5321
 * section 4.2.1). */
static const char *
continued_code(const char *line, gsize length)
{
  for (gsize i = length; i-- > 3;)
    if (line[i] == '-' && line[i - 3] >= '2' && line[i - 3] <= '5' &&
        g_ascii_isdigit(line[i - 2]) && g_ascii_isdigit(line[i - 1]) &&
        (i == 3 || strchr(" :;'\"", line[i - 4])))
      return line + i - 3;
  return NULL;
}

/* Whether the reply that a line holds goes on behind an empty line. */
static gboolean
continues(const Folded *folded, gsize line, gsize end, gsize next)
{
  const char *code = continued_code(folded->text + line, MIN(end - line, 256));
  next = skip_space(folded, next);
  return code && next + 4 < folded->length &&
         memcmp(code, folded->text + next, 3) == 0;
}

gsize
match_paragraph_end(const Folded *folded, gsize at)
{
  gsize line = at;
  while (line && folded->text[line - 1] != '\n')
    line--;
  for (;;) {
    gsize end = line_end(folded->text, folded->length, line);
    gsize next = skip_blanks(folded, MIN(end + 1, folded->length));
    if (end == folded->length)
      return end;
    if (next < folded->length && folded->text[next] != '\n') {
      line = end + 1;
      continue;
    }
    if (next >= folded->length || !continues(folded, line, end, next))
      return end;
    line = skip_space(folded, next);
  }
}

gsize
match_paragraph(const Folded *folded, Paragraph *last, gsize at)
{
  if (!last->end || at < last->from || at > last->end)
    *last = (Paragraph){at, match_paragraph_end(folded, at)};
  return last->end;
}

/* Of a blank, a bullet or a quote mark; 0: there is none. */
static inline gsize
bullet_length(const char *text)
{
  switch (text[0]) {
  case ' ':
  case '*':
  case '-':
  case '>':
  case '|':
  case '#':
  case '+':
    return 1;
  case '\xC2': /* U+00B7 */
    return text[1] == '\xB7' ? 2 : 0;
  case '\xE2': /* U+2022 */
    return text[1] == '\x80' && text[2] == '\xA2' ? 3 : 0;
  default:
    return 0;
  }
}

gsize
match_skip_bullets(const Folded *folded, gsize at, gsize end)
{
  const char *text = folded->text;
  while (at < end) {
    gsize n = bullet_length(text + at);
    if (!n)
      break;
    at += n;
  }
  gsize digits = at;
  while (digits < end && digits < at + 3 && g_ascii_isdigit(text[digits]))
    digits++;
  if (digits > at && digits + 1 < end &&
      (text[digits] == '.' || text[digits] == ')') && text[digits + 1] == ' ')
    at = skip_blanks(folded, digits + 1);
  return at;
}
