/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <arpa/inet.h>

#include "rules/hints.h"
#include "rules/rules_tables.h"

/* Bytes between the words that announce a number and the number. */
#define MAX_SKIP 24
#define MAX_DURATION (366u * 24 * 3600)
#define MAX_ADDRESS 320
/* Bytes of a duration and the word behind it that announces it, and of that
 * word: "10분 후에", "10 dakika sonra". */
#define MAX_BEFORE 48
#define MAX_POSTPOSITION 12
/* So far into a text a listed address is looked for. */
#define MAX_LISTED 16384

/* Of a script that parts words: kana and Han start with higher bytes. */
static gboolean
is_letter(const char *text, gsize length, gsize at)
{
  return at < length && (g_ascii_isalpha(text[at]) ||
                         ((guchar)text[at] >= 0x80 && (guchar)text[at] < 0xE3));
}

/* Where the number starts that is announced before `at`; length: none. A dot
 * right there ends a short form ("max. 10 MB"). */
static gsize
skip_to_number(const char *text, gsize length, gsize at)
{
  gsize stop = MIN(length, at + MAX_SKIP);

  if (at < length && text[at] == '.')
    at++;
  for (; at < stop; at++) {
    if (g_ascii_isdigit(text[at]))
      return at;
    if (text[at] == '@' || text[at] == '/' ||
        (text[at] == '.' && (at + 1 == length || text[at + 1] == ' ')))
      break;
  }
  return length;
}

/* The factor of the unit that stands here; 0: none. Moves behind it. Latin
 * units must end where the word ends; in other scripts the beginning of the
 * word is enough. */
static guint32
read_unit(const RuleSet *set, UnitKind kind, const char *text, gsize length,
          gsize *at)
{
  const UnitEntry *unit = RULES_TABLE(set, UnitEntry, units);
  const UnitEntry *end = unit + set->n_units;
  gsize start = *at;

  while (start < length && start < *at + 2 &&
         (text[start] == ' ' || text[start] == '-' || text[start] == '\n'))
    start++;
  for (; unit < end; unit++) {
    const char *word = rules_string(set, unit->word);

    if (unit->kind != kind || length - start < unit->length ||
        g_ascii_strncasecmp(text + start, word, unit->length) != 0)
      continue;
    if (g_ascii_isalpha(word[0]) &&
        is_letter(text, length, start + unit->length))
      continue;
    *at = start + unit->length;
    return unit->factor;
  }
  return 0;
}

/* Reads digits; moves behind them. Stops counting at a trillion. */
static guint64
read_digits(const char *text, gsize length, gsize *at)
{
  guint64 value = 0;

  for (; *at < length && g_ascii_isdigit(text[*at]); ++*at) {
    if (value < G_GUINT64_CONSTANT(1000000000000))
      value = value * 10 + (guint64)(text[*at] - '0');
  }
  return value;
}

/* "00:05:00" or "05:00": what follows the first number. */
static guint64
read_clock(const char *text, gsize length, gsize at, guint64 first)
{
  guint64 value = first;
  guint parts = 1;

  while (parts < 3 && at + 2 < length && text[at] == ':' &&
         g_ascii_isdigit(text[at + 1]) && g_ascii_isdigit(text[at + 2])) {
    at++;
    value = MIN(value, MAX_DURATION) * 60 + read_digits(text, length, &at);
    parts++;
  }
  return parts == 1 ? 0 : value;
}

/* A number that stands here with its unit, or several of them; 0: none. Moves
 * behind them. */
static guint64
read_duration(const RuleSet *set, const char *text, gsize length, gsize *at)
{
  guint64 total = 0;
  guint parts;

  for (parts = 0; parts < 4 && *at < length && g_ascii_isdigit(text[*at]);
       parts++) {
    gsize next = *at;
    guint64 value = read_digits(text, length, &next);
    guint32 factor;

    if (parts == 0 && next < length && text[next] == ':')
      return read_clock(text, length, next, value);
    factor = read_unit(set, UNIT_SECONDS, text, length, &next);
    if (factor == 0)
      break;
    total += MIN(value, MAX_DURATION) * factor;
    *at = next;
    while (next < length && (text[next] == ' ' || text[next] == ','))
      next++;
    if (length - next >= 4 && memcmp(text + next, "and ", 4) == 0)
      next += 4;
    if (next < length && g_ascii_isdigit(text[next]))
      *at = next;
  }
  return total;
}

/* Whether nothing but the end of a word, or one word, stands here. */
static gboolean
is_postposition(const char *text, gsize start, gsize end)
{
  if (start < end && text[start] == ' ')
    start++;
  if (start >= end || end - start > MAX_POSTPOSITION)
    return FALSE;
  for (; start < end; start++) {
    if (!g_ascii_isalpha(text[start]) && (text[start] & 0x80) == 0)
      return FALSE;
  }
  return TRUE;
}

/* Where the number starts that stands before `end`, with at most a unit and a
 * word between; `end`: none. */
static gsize
number_before(const char *text, gsize end)
{
  gsize stop = end - MIN(end, MAX_BEFORE);
  gsize at = end;
  guint gaps = 0;

  while (at > stop && !g_ascii_isdigit(text[at - 1])) {
    char c = text[--at];

    if (c == ' ' || c == '-')
      gaps++;
    if (gaps > 2 ||
        (c != ' ' && c != '-' && !g_ascii_isalpha(c) && (c & 0x80) == 0))
      return end;
  }
  if (at == stop)
    return end;
  while (at > stop && g_ascii_isdigit(text[at - 1]))
    at--;
  return at;
}

/* The duration right before the word that ends at `end`: "10분 후에". */
static guint64
duration_before(const RuleSet *set, const char *text, gsize end)
{
  gsize last = number_before(text, end);
  gsize at = last < end ? number_before(text, last) : end;

  for (; at <= last && last < end; at = at < last ? last : end) {
    gsize next = at;
    guint64 total = read_duration(set, text, end, &next);

    if (total != 0 && is_postposition(text, next, end))
      return total;
  }
  return 0;
}

guint32
hint_duration(const RuleSet *set, const char *text, gsize length, gsize at)
{
  gsize next = skip_to_number(text, length, at);
  guint64 total = read_duration(set, text, length, &next);

  if (total == 0)
    total = duration_before(set, text, MIN(at, length));
  return (guint32)MIN(total, MAX_DURATION);
}

/* "10", "10.5", "10,240,000": groups of three digits are thousands, one or
 * two digits a fraction. */
static double
read_decimal(const char *text, gsize length, gsize *at)
{
  double value = (double)read_digits(text, length, at);

  while (*at + 1 < length && (text[*at] == ',' || text[*at] == '.') &&
         g_ascii_isdigit(text[*at + 1])) {
    gsize start = ++*at;
    guint64 digits = read_digits(text, length, at);

    if (*at - start != 3)
      return *at - start == 1   ? value + (double)digits / 10
             : *at - start == 2 ? value + (double)digits / 100
                                : value;
    value = value * 1000 + (double)digits;
  }
  return value;
}

/* A number without a unit is a size only when it can hardly be anything else:
 * megabytes would be told. */
guint64
hint_size(const RuleSet *set, const char *text, gsize length, gsize at)
{
  double value;
  guint32 factor;

  at = skip_to_number(text, length, at);
  if (at == length)
    return 0;
  value = read_decimal(text, length, &at);
  factor = read_unit(set, UNIT_BYTES, text, length, &at);
  if (factor == 0)
    factor = value >= 10000 ? 1 : 0;
  value *= factor;
  return value < 1e18 ? (guint64)value : 0;
}

/* Kana, Han and Hangul, whose words stand without spaces. */
static gboolean
is_wide(char lead)
{
  return (guchar)lead >= 0xE3;
}

/* Whether such a character ends at `at`. */
static gboolean
follows_wide(const char *text, gsize at)
{
  gsize lead = at;

  while (lead > 0 && at - lead < 4 && (text[lead - 1] & 0xC0) == 0x80)
    lead--;
  return lead > 0 && lead < at && is_wide(text[lead - 1]);
}

static gboolean
ends_address(char c)
{
  switch (c) {
  case '<':
  case '>':
  case '(':
  case ')':
  case '[':
  case ']':
  case ',':
  case ';':
  case ':':
  case '"':
  case '\'':
  case '|':
    return TRUE;
  default:
    return (guchar)c <= ' ';
  }
}

/* Kana, Han and Hangul stand right beside an address in Latin letters: without
 * them. `sign` is where its @ is. */
static Span
without_wide(const char *text, Span span, gsize sign)
{
  gsize end = span.start + span.length;
  gsize start = sign, at = sign + 1;

  while (start > span.start && (text[start - 1] & 0x80) == 0)
    start--;
  while (at < end && (text[at] & 0x80) == 0)
    at++;
  if (start > span.start && start < sign && follows_wide(text, start))
    span.start = start;
  if (at < end && is_wide(text[at]) && memchr(text + sign, '.', at - sign))
    end = at;
  span.length = end - span.start;
  return span;
}

Span
hint_address(const char *text, gsize length, gsize at)
{
  gsize stop = MIN(length, at + MAX_SKIP);
  Span span = {0, 0};
  const char *sign;

  while (at < stop && ends_address(text[at]))
    at++;
  if (length - at > 7 && g_ascii_strncasecmp(text + at, "mailto:", 7) == 0)
    at += 7;
  span.start = at;
  while (at < length && at - span.start < MAX_ADDRESS &&
         !ends_address(text[at]))
    at++;
  while (at > span.start && strchr(".!?", text[at - 1]) != NULL)
    at--;
  sign = memchr(text + span.start, '@', at - span.start);
  if (sign == NULL || sign == text + span.start ||
      memchr(sign, '.', (gsize)(text + at - sign)) == NULL)
    return span;
  span.length = at - span.start;
  return without_wide(text, span, (gsize)(sign - text));
}

static gsize
url_end(const char *text, gsize length, gsize at)
{
  gboolean open = FALSE;
  gsize start = at;

  for (; at < length; at++) {
    if ((guchar)text[at] <= ' ' || strchr("<>\"|{}\\^`", text[at]) != NULL ||
        (text[at] == ')' && !open) || text[at] == ']')
      break;
    open = open || text[at] == '(';
  }
  while (at > start && strchr(".,;:!?'*", text[at - 1]) != NULL)
    at--;
  return at;
}

Span
hint_url(const char *text, gsize length)
{
  const char *at = text, *end = text + length;
  Span span = {0, 0};

  while (at != NULL && (at = memchr(at, ':', (gsize)(end - at))) != NULL) {
    gsize colon = (gsize)(at - text);
    gsize start = colon - 4;

    at++;
    if (colon < 4 || end - at < 3 || at[0] != '/' || at[1] != '/')
      continue;
    if (colon >= 5 && g_ascii_strncasecmp(text + colon - 5, "https", 5) == 0)
      start = colon - 5;
    else if (g_ascii_strncasecmp(text + colon - 4, "http", 4) != 0)
      continue;
    span.start = start;
    span.length = url_end(text, length, colon + 3) - start;
    if (span.length > colon + 3 - start)
      return span;
  }
  span.start = span.length = 0;
  return span;
}

static gboolean
in_address(char c)
{
  return g_ascii_isxdigit(c) || c == '.' || c == ':';
}

/* Whether the token is an IP address. */
static gboolean
is_address(const char *token, gsize size)
{
  char copy[INET6_ADDRSTRLEN];
  struct in6_addr address;

  if (size < 3 || size >= sizeof(copy) ||
      (memchr(token, '.', size) == NULL && memchr(token, ':', size) == NULL))
    return FALSE;
  memcpy(copy, token, size);
  copy[size] = '\0';
  return inet_pton(AF_INET, copy, &address) == 1 ||
         (strchr(copy, ':') != NULL &&
          inet_pton(AF_INET6, copy, &address) == 1);
}

/* How much of the token is an IP address: a port may follow one of version 4.
 */
static gsize
address_size(const char *token, gsize size)
{
  const char *colon = memchr(token, ':', size);

  if (is_address(token, size))
    return size;
  if (colon != NULL && is_address(token, (gsize)(colon - token)))
    return (gsize)(colon - token);
  return 0;
}

static gboolean
is_continuation(char c)
{
  return ((guchar)c & 0xC0) == 0x80;
}

/* Passes over a word that can't be an address, and over "IPv6:". */
static gsize
skip_word(const char *text, gsize length, gsize at)
{
  if (length - at > 5 && (text[at] | 0x20) == 'i' &&
      g_ascii_strncasecmp(text + at, "ipv6:", 5) == 0)
    return at + 5;
  if (!is_letter(text, length, at)) {
    do
      at++;
    while (at < length && is_continuation(text[at]));
    return at;
  }
  while (at < length && (is_letter(text, length, at) || text[at] == '-' ||
                         text[at] == '_' || g_ascii_isdigit(text[at])))
    at++;
  return at;
}

/* The first IP address. A colon or dot may follow it; "1.2.3.4.example.org" is
 * none. */
static Span
find_ip(const char *text, gsize length)
{
  Span span = {0, 0};
  gsize at = 0;

  while (at < length) {
    gsize start = at, size;

    while (at < length && in_address(text[at]))
      at++;
    size = at - start;
    while (size > 0 && (text[start + size - 1] == '.' ||
                        (text[start + size - 1] == ':' &&
                         (size < 2 || text[start + size - 2] != ':'))))
      size--;
    if (size > 0 && !is_letter(text, length, at))
      span.length = address_size(text + start, size);
    if (span.length > 0) {
      span.start = start;
      return span;
    }
    if (at == start || is_letter(text, length, at))
      at = skip_word(text, length, at);
  }
  return span;
}

/* What stands in square brackets and looks like a host or an address. */
static Span
find_bracketed(const char *text, gsize length)
{
  const char *end = text + length;
  const char *open = text;
  Span span = {0, 0};

  while ((open = memchr(open, '[', (gsize)(end - open))) != NULL) {
    const char *at = ++open;
    gboolean dotted = FALSE;

    for (; at < end && at - open < MAX_ADDRESS && !ends_address(*at); at++)
      dotted = dotted || (*at == '.' && at > open && g_ascii_isalnum(at[-1]));
    if (at < end && *at == ']' && dotted) {
      span.start = (gsize)(open - text);
      span.length = (gsize)(at - open);
      return span;
    }
    open = at;
  }
  return span;
}

Span
hint_listed(const char *text, gsize length)
{
  gsize part = MIN(length, MAX_LISTED);
  Span span = find_ip(text, part);

  return span.length != 0 ? span : find_bracketed(text, part);
}
