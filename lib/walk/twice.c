/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/twice.h"

#include <string.h>

/* What windows-1252 has from 0x80 to 0x9f (WHATWG Encoding Standard, index
 * windows-1252); ISO 8859-1 has the controls of the same number. */
static const guint16 windows[32] = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
    0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
    0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};

/* The byte that a character was taken from, or -1. */
static int
to_byte(gunichar c)
{
  if (c <= 0xff)
    return (int)c;
  for (guint i = 0; i < G_N_ELEMENTS(windows); i++)
    if (windows[i] == c)
      return (int)(0x80 + i);
  return -1;
}

typedef struct {
  gsize length;      /* of the bytes */
  guint firsts;      /* bytes that start a character of two or more */
  gboolean windows_; /* a character of windows-1252 alone is among them */
} Bytes;

/* The bytes that a line's characters were taken from, at `out`. */
static gboolean
read_bytes(const char *line, const char *end, char *out, Bytes *bytes)
{
  *bytes = (Bytes){0};
  for (const char *p = line; p < end; p = g_utf8_next_char(p)) {
    gunichar c = (guchar)*p < 0x80 ? (guchar)*p : g_utf8_get_char(p);
    int byte = to_byte(c);
    if (byte < 0)
      return FALSE;
    bytes->windows_ |= c > 0xff;
    bytes->firsts += byte >= 0xc2;
    out[bytes->length++] = (char)byte;
  }
  return TRUE;
}

/* One letter before a quotation mark may look like it. */
static gboolean
was_encoded_twice(const Bytes *bytes, const char *out)
{
  return bytes->firsts > (bytes->windows_ ? 1 : 0) &&
         g_utf8_validate(out, (gssize)bytes->length, NULL);
}

/* The next line that may have been: 0xc3 starts what the first byte of a
 * character became, and what the next one became is not ASCII either. NULL:
 * there is none. */
static const char *
next_doubtful(const char *line, const char *stop)
{
  const char *sign = memchr(line, '\xc3', (gsize)(stop - line));
  while (sign && !(stop - sign > 2 && (guchar)sign[2] >= 0x80))
    sign = memchr(sign + 1, '\xc3', (gsize)(stop - sign) - 1);
  const char *feed = sign ? memrchr(line, '\n', (gsize)(sign - line)) : NULL;
  return feed ? feed + 1 : sign ? line : NULL;
}

gsize
twice_undo(char *text, gsize length)
{
  const char *stop = text + length;
  const char *line = length ? next_doubtful(text, stop) : NULL;
  if (!line)
    return length;
  g_autofree char *out = g_malloc(length);
  char *to = text + (line - text);
  while (line < stop) {
    const char *newline = memchr(line, '\n', (gsize)(stop - line));
    const char *end = newline ? newline + 1 : stop;
    Bytes bytes = {0};
    if (read_bytes(line, end, out, &bytes) && was_encoded_twice(&bytes, out)) {
      memcpy(to, out, bytes.length);
      to += bytes.length;
      line = end;
    }
    const char *next = next_doubtful(end, stop);
    gsize size = (gsize)((next ? next : stop) - line);
    memmove(to, line, size);
    to += size;
    line += size;
  }
  *to = '\0';
  return (gsize)(to - text);
}
