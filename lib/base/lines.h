/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Going through a text line by line, and cutting it. */
#ifndef LIB_LINES_H
#define LIB_LINES_H

#include <string.h>

#include <glib.h>

/* Offset of the next such byte at or after `at`, or the length. */
static inline gsize
find_char(const char *text, gsize length, gsize at, char c)
{
  const char *found = memchr(text + at, c, length - at);
  return found ? (gsize)(found - text) : length;
}

/* Offset of the line feed that ends the line at `at`, or the length. A call
 * takes longer than to look at eight bytes at once: some mail is all lines of
 * a few. */
static inline gsize
line_end(const char *text, gsize length, gsize at)
{
  const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
  guint64 eight;
  if (length - at < sizeof eight)
    return find_char(text, length, at, '\n');
  memcpy(&eight, text + at, sizeof eight);
  eight = GUINT64_FROM_LE(eight) ^ ones * '\n';
  /* The lowest bit that is set is the first zero byte's highest. */
  guint64 feeds = (eight - ones) & ~eight & ones << 7;
  return feeds ? at + (gsize)__builtin_ctzll(feeds) / 8
               : find_char(text, length, at + sizeof eight, '\n');
}

/* Offset of the line after the one at `at`, or the length. */
static inline gsize
line_next(const char *text, gsize length, gsize at)
{
  return MIN(line_end(text, length, at) + 1, length);
}

/* The length of the start of a longer text without the word that the cut goes
 * through: half an address is another one. A word longer than any address is
 * cut between characters of UTF-8. */
gsize words_whole(const char *text, gsize length);

/* Cuts lines of UTF-8 that are longer than `most`, in place; ends the text
 * with a NUL and returns its length. *cut is set when there were any. */
gsize lines_cut(char *text, gsize length, gsize most, gboolean *cut);

#endif
