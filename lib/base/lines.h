/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Going through a text line by line. */
#ifndef LIB_LINES_H
#define LIB_LINES_H

#include <string.h>

#include <glib.h>

/* Offset of the line feed that ends the line at `at`, or the length. */
static inline gsize
line_end(const char *text, gsize length, gsize at)
{
  const char *end = memchr(text + at, '\n', length - at);
  return end ? (gsize)(end - text) : length;
}

/* Offset of the line after the one at `at`, or the length. */
static inline gsize
line_next(const char *text, gsize length, gsize at)
{
  return MIN(line_end(text, length, at) + 1, length);
}

/* Cuts lines of UTF-8 that are longer than `most`, in place; ends the text
 * with a NUL and returns its length. *cut is set when there were any. */
gsize lines_cut(char *text, gsize length, gsize most, gboolean *cut);

#endif
