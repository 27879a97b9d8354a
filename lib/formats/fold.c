/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "formats/fold.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "letter_table.h"
#include "rules/letter.h"

/* Writes the folded form of one character beyond ASCII; never longer than the
 * character itself. 0 bytes for what shows nothing. */
static gsize
fold_wide(gunichar c, const char *from, gsize size, char *to)
{
  char plain = 0;
  if ((c >= 0x2018 && c <= 0x201B) || c == 0x2032 || c == 0xB4)
    plain = '\'';
  else if ((c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB ||
           c == 0x300C || c == 0x300D)
    plain = '"';
  else if (c >= 0x2010 && c <= 0x2015)
    plain = '-';
  else if (c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x202F)
    plain = ' ';
  else if (c >= 0xFF01 && c <= 0xFF5E)
    plain = g_ascii_tolower((char)(c - 0xFEE0));
  if (plain) {
    *to = plain;
    return 1;
  }
  /* Accents that stand apart from their letter show nothing either. */
  if (c == 0xAD || (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) ||
      (c >= 0x202A && c <= 0x202E) || c == 0x2060 || c == 0xFEFF)
    return 0;
  gunichar letter = c < LETTER_TABLE_END ? letter_table[c]
                    : c < 0x3000         ? letter_fold(c)
                                         : c;
  if (letter && letter < 0x80) {
    *to = (char)letter;
    return 1;
  }
  if (letter && letter != c && g_unichar_to_utf8(letter, NULL) <= (gint)size)
    return (gsize)g_unichar_to_utf8(letter, to);
  memcpy(to, from, size);
  return size;
}

/* Folds what starts at a byte beyond ASCII; returns how many bytes it took. */
static gsize
fold_one(const char *from, gsize left, char *to, gsize *written)
{
  guint size;
  gunichar c = utf8_decode((const guint8 *)from, left, &size);
  if (!c) {
    *to = *from;
    *written = 1;
    return 1;
  }
  *written = fold_wide(c, from, size, to);
  return size;
}

static inline char
fold_ascii(char c)
{
  if ((c >= '\t' && c <= '\r' && c != '\n') || c == '\0')
    return ' ';
  return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static gsize
fold(const char *text, gsize length, char *to, guint32 *offsets)
{
  gsize n = 0;
  for (gsize i = 0; i < length;) {
    if ((guchar)text[i] < 0x80) {
      to[n] = fold_ascii(text[i]);
      if (offsets)
        offsets[n] = (guint32)i;
      n++;
      i++;
      continue;
    }
    gsize written, size = fold_one(text + i, length - i, to + n, &written);
    for (gsize k = 0; offsets && k < written; k++)
      offsets[n + k] = (guint32)(i + k);
    n += written;
    i += size;
  }
  if (offsets)
    offsets[n] = (guint32)length;
  to[n] = '\0';
  return n;
}

void
fold_text(Arena *arena, const char *text, gsize length, Folded *folded)
{
  length = MIN(length, G_MAXUINT32 - 1);
  guint32 *offsets = NULL;
  if (!is_ascii(text, length))
    offsets = arena_raw(arena, (length + 1) * sizeof(guint32));
  char *to = arena_raw(arena, length + FOLDED_NULS);
  folded->source = text;
  folded->source_length = length;
  if (offsets) {
    folded->length = fold(text, length, to, offsets);
  } else {
    for (gsize i = 0; i < length; i++)
      to[i] = fold_ascii(text[i]);
    folded->length = length;
  }
  memset(to + folded->length, 0, FOLDED_NULS);
  folded->text = to;
  folded->offsets = offsets;
}

char *
fold_literal(const char *text, gsize length)
{
  char *to = g_malloc(length + 1);
  fold(text, length, to, NULL);
  return to;
}
