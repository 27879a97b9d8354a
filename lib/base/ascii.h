/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Most of mail is ASCII, which needs no decoding. */
#ifndef LIB_ASCII_H
#define LIB_ASCII_H

#include <glib.h>

/* Whether all bytes are ASCII. No early exit: so compilers look at many bytes
 * at once. */
static inline gboolean
is_ascii(const char *text, gsize length)
{
  guchar all = 0;
  for (gsize i = 0; i < length; i++)
    all |= (guchar)text[i];
  return all < 0x80;
}

/* A key of a header field's name, in any case: few share their first letter and
 * length. */
static inline guint
ascii_name_key(const char *name, gsize length)
{
  return ((guchar)*name | 0x20) + 8 * (guint)length;
}

#endif
