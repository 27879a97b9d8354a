/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cutting texts in UTF-8. */
#ifndef LIB_UTF8_H
#define LIB_UTF8_H

#include <glib.h>

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
