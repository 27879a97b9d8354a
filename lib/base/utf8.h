/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading and cutting texts in UTF-8. */
#ifndef LIB_UTF8_H
#define LIB_UTF8_H

#include <glib.h>

/* Reads one character of two to four bytes (RFC 3629); 0 with a size of 1 for
 * bytes that are none. */
static inline gunichar
utf8_decode(const guint8 *at, gsize left, guint *size)
{
  gunichar c = at[0];
  guint n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
  guint i;

  *size = 1;
  if (c < 0xC2 || c > 0xF4 || left < n)
    return 0;
  c &= 0x7F >> n;
  for (i = 1; i < n; i++) {
    if ((at[i] & 0xC0) != 0x80)
      return 0;
    c = c << 6 | (at[i] & 0x3F);
  }
  if ((n == 3 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) ||
      (n == 4 && (c < 0x10000 || c > 0x10FFFF)))
    return 0;
  *size = n;
  return c;
}

/* The length of the start of a longer text without the last character, when
 * only a part of that stands in it. */
static inline gsize
utf8_whole(const char *text, gsize length)
{
  while (length && (text[length] & 0xC0) == 0x80)
    length--;
  return length;
}

#endif
