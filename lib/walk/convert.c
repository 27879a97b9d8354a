/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/convert.h"

#include <errno.h>
#include <string.h>

/* The C library loads a module for a character set and unloads it with the last
 * descriptor: of each set that is met, up to a bound, one stays open. */
static void
keep_loaded(const char *charset)
{
  static GMutex mutex;
  static struct {
    char *charset;
    GIConv iconv;
  } kept[64];
  static guint n;
  g_mutex_lock(&mutex);
  guint i = 0;
  while (i < n && strcmp(kept[i].charset, charset) != 0)
    i++;
  if (i == n && n < G_N_ELEMENTS(kept)) {
    kept[n].iconv = g_iconv_open("UTF-8", charset);
    kept[n++].charset = g_strdup(charset);
  }
  g_mutex_unlock(&mutex);
}

GString *
convert(const char *bytes, gsize length, const char *charset, gsize *bad)
{
  GIConv iconv = g_iconv_open("UTF-8", charset);
  if (iconv == (GIConv)-1)
    return NULL;
  keep_loaded(charset);
  GString *out = g_string_sized_new(length * 2 + 16);
  char buffer[4096];
  char *in = (char *)(guintptr)bytes;
  gsize left = length;
  while (left) {
    char *to = buffer;
    gsize room = sizeof buffer;
    gsize result = g_iconv(iconv, &in, &left, &to, &room);
    g_string_append_len(out, buffer, to - buffer);
    /* Some converters ask for more room for ever. */
    if (result == (gsize)-1 && (errno != E2BIG || to == buffer)) {
      g_string_append(out, REPLACEMENT);
      ++*bad;
      in++;
      left--;
    }
  }
  g_iconv_close(iconv);
  return out;
}
