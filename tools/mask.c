/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "mask.h"

#include <string.h>

#define MOST_MASKED 400  /* bytes; what follows distinguishes nothing */
#define MOST_QUOTED 120  /* bytes between two quotes */
#define MOST_PATTERN 160 /* bytes of a rule's text, of 256 */
#define LEAST_LETTERS 3  /* that say something */
#define PUNCTUATION ".,;:!?()[]{}<>\"'`*|"

static gboolean
is_letter(char c)
{
  return g_ascii_isalpha(c) || (guchar)c >= 0x80;
}

/* A name with dots, such as a host's; "U.S." and the end of a sentence are
 * none. */
static gboolean
is_host(const char *word, gsize length)
{
  gsize label = 0, dots = 0;
  for (gsize i = 0; i < length; i++) {
    if (word[i] == '.') {
      if (!label)
        return FALSE;
      dots++;
      label = 0;
    } else if (g_ascii_isalnum(word[i]) || strchr("-_", word[i])) {
      label++;
    } else {
      return FALSE;
    }
  }
  return dots && label >= 2;
}

/* What stands for a word in the masked text; NULL: the word itself. */
static const char *
mask_of(const char *word, gsize length)
{
  if (g_strstr_len(word, (gssize)length, "://"))
    return "URL";
  if (memchr(word, '@', length))
    return "ADDRESS";
  gboolean digit = FALSE, letter = FALSE;
  for (gsize i = 0; i < length; i++) {
    digit |= g_ascii_isdigit(word[i]) != 0;
    letter |= is_letter(word[i]);
  }
  if (letter && is_host(word, length))
    return "HOST";
  return digit ? "#" : NULL;
}

/* Where a quoted span ends that starts at the text, 0: none starts. An
 * apostrophe inside a word starts none. */
static gsize
quoted_length(const char *text)
{
  static const char pairs[] = "''\"\"``<>[]";
  const char *open = *text ? strchr(pairs, *text) : NULL;
  if (!open)
    return 0;
  char close = *open == open[1] ? *open : pairs[(open - pairs) | 1];
  for (gsize i = 1; i < MOST_QUOTED && text[i]; i++)
    if (text[i] == close && !is_letter(text[i + 1]))
      return i + 1;
  return 0;
}

static void
append_mask(GString *out, const char *mask)
{
  gsize length = strlen(mask);
  /* One for several in a row. */
  if (out->len >= length && g_str_has_suffix(out->str, mask) &&
      (out->len == length || out->str[out->len - length - 1] == ' '))
    return;
  if (out->len)
    g_string_append_c(out, ' ');
  g_string_append(out, mask);
}

static void
append_word(GString *out, const char *word, gsize length)
{
  const char *mask = mask_of(word, length);
  if (mask) {
    append_mask(out, mask);
    return;
  }
  g_autofree char *lower = g_utf8_strdown(word, (gssize)length);
  if (out->len)
    g_string_append_c(out, ' ');
  g_string_append(out, lower);
}

/* A word with the punctuation around it, which may end a sentence. */
static void
append_bare(GString *out, const char *word, gsize length)
{
  while (length && strchr(PUNCTUATION, *word)) {
    word++;
    length--;
  }
  gsize kept = length;
  while (kept && strchr(PUNCTUATION, word[kept - 1]))
    kept--;
  if (!kept)
    return;
  append_word(out, word, kept);
  for (gsize i = kept; i < length; i++)
    if (strchr(".!?", word[i])) {
      g_string_append_c(out, '.');
      return;
    }
}

char *
mask_text(const char *text)
{
  GString *out = g_string_new(NULL);
  g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
  const char *p = valid + strspn(valid, "0123456789.-# ");
  while (*p && out->len < MOST_MASKED) {
    gsize quoted = quoted_length(p);
    gsize length = quoted ? quoted : strcspn(p, " \t\n");
    if (!quoted)
      append_bare(out, p, length);
    else if (mask_of(p + 1, quoted - 2))
      append_mask(out, mask_of(p + 1, quoted - 2));
    else
      append_mask(out, "QUOTED");
    p += length;
    p += strspn(p, " \t\n");
  }
  return g_string_free(out, FALSE);
}

static gboolean
is_mask(const char *word)
{
  return *word == '#' || g_ascii_isupper(*word);
}

static guint
count_letters(char **words, guint n)
{
  guint letters = 0;
  for (guint i = 0; i < n; i++)
    for (const char *c = words[i]; !is_mask(words[i]) && *c; c++)
      letters += is_letter(*c);
  return letters;
}

/* Words of a rule's text, in which quotes, backslashes and stars mean
 * something. */
static void
append_literal(GString *out, const char *word)
{
  for (; *word; word++)
    g_string_append_c(out, strchr("\"\\*", *word) ? ' ' : *word);
}

static char *
pattern_of(char **words, guint n)
{
  GString *out = g_string_new(NULL);
  gboolean open = FALSE;
  for (guint i = 0; i < n && out->len < MOST_PATTERN; i++) {
    if (is_mask(words[i])) {
      g_string_append(out, open ? "\"" : "");
      open = FALSE;
      continue;
    }
    g_string_append(out, open ? " " : out->len ? " ... \"" : "\"");
    open = TRUE;
    append_literal(out, words[i]);
  }
  g_string_append(out, open ? "\"" : "");
  return g_string_free(out, FALSE);
}

/* The stretch of words with the most letters between ends of sentences; with
 * `runs`, also between masks. */
static guint
best_stretch(char **words, gboolean runs, guint *length)
{
  guint best = 0, most = 0, start = 0;
  *length = 0;
  for (guint i = 0; words[i]; i++) {
    char *end = words[i] + strlen(words[i]) - 1;
    gboolean stop = *end == '.';
    if (stop)
      *end = '\0';
    gboolean skip = runs && is_mask(words[i]);
    if (words[i + 1] && !stop && !skip)
      continue;
    guint n = i + 1 - start - skip;
    guint letters = count_letters(words + start, n);
    if (letters > most) {
      most = letters;
      best = start;
      *length = n;
    }
    start = i + 1;
  }
  return most >= LEAST_LETTERS ? best : G_MAXUINT;
}

char *
mask_to_pattern(const char *masked, gboolean runs)
{
  g_auto(GStrv) words = g_strsplit(masked, " ", -1);
  guint length;
  guint start = best_stretch(words, runs, &length);
  return start == G_MAXUINT ? NULL : pattern_of(words + start, length);
}
