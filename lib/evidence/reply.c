/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/reply.h"

#include <string.h>

/* Where a code was found, and how sure it is one. */
typedef struct {
  gsize start;
  guint32 code;
  int weight;
} Candidate;

/* RFC 5321 section 4.2.1 has second digits 0 to 5; servers that use others do
 * so at the start of their reply. */
static gboolean
is_code(const char *text, gboolean at_start)
{
  return text[0] >= '2' && text[0] <= '5' && g_ascii_isdigit(text[1]) &&
         g_ascii_isdigit(text[2]) && (text[1] <= '5' || at_start);
}

static gboolean
is_at_start(const char *text, gsize i)
{
  if (i >= 2 && text[i - 1] == ' ' && text[i - 2] == ';')
    return TRUE;
  return i == 0 || text[i - 1] == '\n' || text[i - 1] == ';';
}

static gboolean
ends_code(const char *text, gsize length, gsize i)
{
  if (i >= length)
    return TRUE;
  if (text[i] == '.' || text[i] == ',')
    return i + 1 >= length || !g_ascii_isdigit(text[i + 1]);
  return g_ascii_isspace(text[i]) || strchr("-)]}>:;'\"_#*<(", text[i]);
}

static gboolean
begins_code(const char *text, gsize i)
{
  return i == 0 || g_ascii_isspace(text[i - 1]) ||
         strchr("([{<:;='\"#,|>", text[i - 1]);
}

static gsize
skip_space(const char *text, gsize length, gsize i)
{
  while (i < length && g_ascii_isspace(text[i]))
    i++;
  return i;
}

/* Whether a status follows at i, "5.1.1", "#5.1.1" or "(#5.1.1)". */
static gboolean
status_follows(const char *text, gsize length, gsize i)
{
  Status status;
  while (i < length && strchr(" \t\n-#([<:;", text[i]))
    i++;
  return i < length && status_read(text + i, length - i, &status) > 0;
}

/* Words that make the number after them something else than a reply code, or
 * surely one. */
static int
weight_of_word_before(const char *text, gsize i)
{
  static const char *const sure[] = {"said",    "error",    "code",
                                     "reply",   "response", "smtp",
                                     "replied", "returned", "responded"};
  static const char *const never[] = {"port", "line", "id",   "size",
                                      "uid",  "pid",  "over", "than"};
  while (i && !g_ascii_isalnum(text[i - 1]) && text[i - 1] != '\n')
    i--;
  gsize end = i;
  while (i && g_ascii_isalpha(text[i - 1]) && end - i < 12)
    i--;
  for (gsize k = 0; k < G_N_ELEMENTS(sure); k++)
    if (strlen(sure[k]) == end - i &&
        g_ascii_strncasecmp(text + i, sure[k], end - i) == 0)
      return 40;
  for (gsize k = 0; k < G_N_ELEMENTS(never); k++)
    if (strlen(never[k]) == end - i &&
        g_ascii_strncasecmp(text + i, never[k], end - i) == 0)
      return -100;
  return 0;
}

static int
weigh(const char *text, gsize length, gsize i)
{
  int weight = text[i] >= '4' ? 30 : 5;
  if (is_at_start(text, i))
    weight += 40;
  /* The code that a refusal starts with is its own, whatever it quotes. */
  if (i == 0 && text[0] >= '4' && length > 3 && strchr(" -", text[3]))
    weight += 50;
  if (i && strchr(":<'\"([=", text[i - 1]))
    weight += 10;
  if (i >= 2 && text[i - 1] == ' ' && text[i - 2] == ':')
    weight += 20;
  if (i + 3 < length && text[i + 3] == '-')
    weight += 10;
  if (status_follows(text, length, i + 3))
    weight += 50;
  return weight + weight_of_word_before(text, i);
}

static guint32
read_code(const char *digits)
{
  return (guint32)((digits[0] - '0') * 100 + (digits[1] - '0') * 10 +
                   (digits[2] - '0'));
}

static gboolean
find(const char *text, gsize length, Candidate *best)
{
  best->weight = 0;
  for (gsize i = 0; i + 3 <= length; i++) {
    if (text[i] < '2' || text[i] > '5')
      continue;
    if (!is_code(text + i, is_at_start(text, i)) || !begins_code(text, i) ||
        !ends_code(text, length, i + 3))
      continue;
    int weight = weigh(text, length, i);
    if (weight > best->weight && weight >= 30)
      *best = (Candidate){i, read_code(text + i), weight};
    if (best->weight >= 120)
      break;
    i += 3;
  }
  return best->weight > 0;
}

gssize
reply_find_code(const char *text, gsize length, guint32 *code)
{
  Candidate found;
  if (!find(text, length, &found))
    return -1;
  *code = found.code;
  return (gssize)found.start;
}

/* Length of a continuation's code at i ("550-5.1.1 ", "550 "), 0 for none. */
static gsize
repeated_code(const char *text, gsize length, gsize i, const char *first)
{
  if (i + 4 > length || memcmp(text + i, first, 3) != 0 ||
      (text[i + 3] != '-' && !g_ascii_isspace(text[i + 3])))
    return 0;
  Status status;
  gsize n = 4;
  gsize s = status_read(text + i + n, length - i - n, &status);
  n += s;
  return s && i + n < length && text[i + n] == ' ' ? n + 1 : n;
}

/* Whether there is no white space but single blanks. Most that is not has a
 * line feed; else no early exit: so compilers look at many bytes at once. */
static gboolean
is_one_line(const char *text, gsize length)
{
  if (memchr(text, '\n', length))
    return FALSE;
  gboolean other = length && text[length - 1] == ' ';
  for (gsize i = 0; i < length; i++)
    other |= (guchar)text[i] < ' ';
  for (gsize i = 1; i < length; i++)
    other |= (text[i - 1] == ' ') & (text[i] == ' ');
  return !other && length && *text != ' ';
}

/* One line of words: white space collapsed, the repeated codes of a multi-line
 * reply (RFC 5321 section 4.2.1) left out. */
static const char *
one_line(Arena *arena, const char *text, gsize length, gboolean multi)
{
  if (!multi && is_one_line(text, length))
    return arena_strndup(arena, text, length);
  char *out = arena_raw(arena, length + 1);
  gboolean coded = length && g_ascii_isdigit(*text);
  gsize n = 0;
  for (gsize i = 0; i < length; i++) {
    while (i < length &&
           ((guchar)text[i] > ' ' || (!g_ascii_isspace(text[i]) && text[i])))
      out[n++] = text[i++];
    if (i == length)
      break;
    gboolean newline = FALSE;
    while (i + 1 < length && g_ascii_isspace(text[i + 1]))
      newline |= text[i++] == '\n';
    newline |= text[i] == '\n';
    if ((multi || newline) && coded && n >= 3)
      i += repeated_code(text, length, i + 1, text);
    if (n)
      out[n++] = ' ';
  }
  if (multi && n > 3 && out[3] == '-')
    out[3] = ' ';
  while (n && out[n - 1] == ' ')
    n--;
  out[n] = '\0';
  return n ? out : NULL;
}

/* Passes over a diagnostic type, "smtp; " (RFC 3464 section 2.3.6). */
static gsize
skip_type(const char *text, gsize length)
{
  gsize i = skip_space(text, length, 0), start = i;
  while (i < length && (g_ascii_isalnum(text[i]) || text[i] == '-'))
    i++;
  gsize name = i;
  i = skip_space(text, length, i);
  return name > start && i < length && text[i] == ';' &&
                 g_ascii_isalpha(text[start])
             ? skip_space(text, length, i + 1)
             : start;
}

void
reply_read(Arena *arena, const char *text, gsize length, Reply *reply)
{
  Candidate found;
  gsize start = skip_type(text, length);
  text += start;
  length -= start;
  *reply = (Reply){0};
  if (find(text, length, &found)) {
    reply->code = found.code;
    text += found.start;
    length -= found.start;
    gboolean multi = length > 3 && text[3] == '-';
    reply->text = one_line(arena, text, length, multi);
    reply->status = status_find(text, length, found.code);
  } else {
    reply->text = one_line(arena, text, length, FALSE);
    reply->status = status_find(text, length, 0);
  }
}
