/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/convert.h"

#include <errno.h>
#include <string.h>

/* Descriptors that are kept: C libraries know some 1200 names. */
#define MAX_KEPT 2048
/* So much room iconv gets, at least. */
#define LEAST_ROOM 4096

/* To open one costs more than to convert a line, and the C library loads a
 * module for a character set and unloads it with the last descriptor. So they
 * are kept: each is one thread's at a time. */
static GMutex mutex;
static GHashTable *kept; /* by the name in capitals; NULL: it is used */

/* A descriptor in its first state, -1 when the set is not known. */
static GIConv
borrow(const char *name)
{
  gpointer iconv = NULL;
  g_mutex_lock(&mutex);
  if (!kept)
    kept = g_hash_table_new(g_str_hash, g_str_equal);
  if (g_hash_table_lookup_extended(kept, name, NULL, &iconv) && iconv)
    g_hash_table_insert(kept, (char *)(guintptr)name, NULL);
  g_mutex_unlock(&mutex);
  return iconv ? (GIConv)iconv : g_iconv_open("UTF-8", name);
}

static void
give_back(const char *name, GIConv iconv)
{
  gpointer other = NULL;
  g_iconv(iconv, NULL, NULL, NULL, NULL);
  g_mutex_lock(&mutex);
  gboolean known = g_hash_table_lookup_extended(kept, name, NULL, &other);
  gboolean keep = known ? !other : g_hash_table_size(kept) < MAX_KEPT;
  if (keep)
    g_hash_table_insert(kept, known ? (char *)(guintptr)name : g_strdup(name),
                        iconv);
  g_mutex_unlock(&mutex);
  if (!keep)
    g_iconv_close(iconv);
}

/* What stands behind a slash is no part of the name (RFC 2978 section 2.3) but
 * tells iconv how to convert. */
static char *
name_of(const char *charset)
{
  return g_ascii_strup(charset, (gssize)strcspn(charset, "/"));
}

/* Room behind a text for what iconv writes next, a replacement behind that, and
 * the end. */
static gsize
make_room(GString *out)
{
  gsize length = out->len;
  if (out->allocated_len - length <= LEAST_ROOM) {
    g_string_set_size(out, length + LEAST_ROOM);
    out->len = length;
  }
  return out->allocated_len - length - sizeof REPLACEMENT;
}

GString *
convert(const char *bytes, gsize length, const char *charset, gsize most,
        gsize *bad)
{
  g_autofree char *name = name_of(charset);
  GIConv iconv = *name ? borrow(name) : (GIConv)-1;
  if (iconv == (GIConv)-1)
    return NULL;
  GString *out = g_string_sized_new(length * 2 + LEAST_ROOM);
  char *in = (char *)(guintptr)bytes;
  gsize left = length;
  while (left && *bad <= most) {
    gsize room = make_room(out);
    char *start = out->str + out->len, *to = start;
    gsize result = g_iconv(iconv, &in, &left, &to, &room);
    out->len += (gsize)(to - start);
    /* Some converters ask for more room for ever. */
    if (result == (gsize)-1 && (errno != E2BIG || to == start)) {
      memcpy(to, REPLACEMENT, sizeof REPLACEMENT - 1);
      out->len += sizeof REPLACEMENT - 1;
      ++*bad;
      /* glibc's for UHC has taken a wrong character at the end. */
      if (left) {
        in++;
        left--;
      }
    }
  }
  out->str[out->len] = '\0';
  give_back(name, iconv);
  if (*bad <= most)
    return out;
  g_string_free(out, TRUE);
  return NULL;
}
