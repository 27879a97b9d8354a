/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/lines.h"

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
      n = most;
      while (n && (text[at + n] & 0xC0) == 0x80)
        n--;
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
