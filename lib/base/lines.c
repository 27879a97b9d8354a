/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/lines.h"

#include "base/utf8.h"

/* RFC 5321 section 4.5.3.1: a local part, an @, a domain. */
#define MAX_ADDRESS (64 + 1 + 255)

/* Scripts without spaces have no words to keep whole. */
static gboolean
is_between_words(char c)
{
  return !g_ascii_isgraph(c) || strchr("<>()[],;:\"", c);
}

gsize
words_whole(const char *text, gsize length)
{
  gsize end = length;
  if (!is_between_words(text[length]))
    while (end && length - end <= MAX_ADDRESS &&
           !is_between_words(text[end - 1]))
      end--;
  return utf8_whole(text, length - end > MAX_ADDRESS ? length : end);
}

/* Looks back from as far as a line may go: most bytes are passed over. */
static gboolean
has_longer(const char *text, gsize length, gsize most)
{
  for (gsize at = 0; length - at > most;) {
    const char *feed = memrchr(text + at, '\n', most + 1);
    if (!feed)
      return TRUE;
    at = (gsize)(feed - text) + 1;
  }
  return FALSE;
}

gsize
lines_cut(char *text, gsize length, gsize most, gboolean *cut)
{
  gsize out = 0;
  if (!has_longer(text, length, most)) {
    text[length] = '\0';
    return length;
  }
  for (gsize at = 0; at < length;) {
    gsize end = line_end(text, length, at);
    gsize n = end - at;
    if (n > most) {
      *cut = TRUE;
      n = words_whole(text + at, most);
    }
    memmove(text + out, text + at, n);
    out += n;
    if (end < length)
      text[out++] = '\n';
    at = end + 1;
  }
  text[out] = '\0';
  return out;
}
