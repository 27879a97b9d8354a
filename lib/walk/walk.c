/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/walk.h"

#include <string.h>

#include "base/lines.h"
#include "walk/multipart.h"
#include "walk/parts.h"
#include "walk/resplit.h"
#include "walk/sniff.h"

static void
walk_lines(Walk *walk, const char *bytes, gsize length)
{
  gsize header_length = sniff_header_length(bytes, length);
  parts_read_header(walk, bytes, header_length);
  walk->bare =
      !fields_name_length(bytes, length) || !sniff_header(&walk->header);
  if (walk->bare) {
    walk->header = (Fields){0};
    parts_add_body(walk, bytes, length);
  } else {
    multipart_walk(walk, bytes + header_length, length - header_length);
  }
  if (!parts_have_text(walk)) {
    walk->n_parts = 0;
    parts_add_body(walk, bytes + header_length, length - header_length);
  }
  resplit(walk);
}

static gsize
space_length(const char *bytes, gsize length)
{
  gsize n = 0;
  while (n < length && g_ascii_isspace(bytes[n]))
    n++;
  return n;
}

/* An mbox separator, which is no header field; quoted where a mailbox was put
 * into another (RFC 4155 appendix A). */
static gsize
separator_length(const char *bytes, gsize length)
{
  gsize quote = length && *bytes == '>';
  if (length - quote <= 5 || memcmp(bytes + quote, "From ", 5) != 0)
    return 0;
  const char *end = memchr(bytes, '\n', length);
  if (!end)
    end = memchr(bytes, '\r', length);
  return end ? (gsize)(end - bytes) + 1 : length;
}

/* What may stand before a header and is no end of it: the mark of UTF-8 that
 * editors write, empty lines, a separator, and empty lines again. */
static gsize
preamble_length(const char *bytes, gsize length)
{
  gsize n = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  n += space_length(bytes + n, length - n);
  n += separator_length(bytes + n, length - n);
  return n + space_length(bytes + n, length - n);
}

void
walk_bytes(Walk *walk, const char *bytes, gsize length)
{
  if (length > walk->limits->message_bytes) {
    length = words_whole(bytes, walk->limits->message_bytes);
    walk->reached |= BOUNCE_LIMIT_MESSAGE_BYTES;
  }
  gsize preamble = preamble_length(bytes, length);
  bytes += preamble;
  length -= preamble;
  if (!memchr(bytes, '\n', length) && memchr(bytes, '\r', length)) {
    g_autofree char *copy = g_memdup2(bytes, length);
    for (gsize i = 0; i < length; i++)
      if (copy[i] == '\r')
        copy[i] = '\n';
    walk_lines(walk, copy, length);
  } else {
    walk_lines(walk, bytes, length);
  }
}

gboolean
walk_ends(const Walk *walk)
{
  const Part *text = walk_find(walk, PART_TEXT);
  return walk_find(walk, PART_DELIVERY_STATUS) ||
         (text && text->letters && walk->daemon);
}

gboolean
walk_is_at_end(const Walk *walk)
{
  return walk->n_parts &&
         walk->parts[walk->n_parts - 1].kind == PART_ORIGINAL &&
         walk_ends(walk);
}

const Fields *
walk_report_header(const Walk *walk)
{
  return walk->wrapped.n ? &walk->wrapped : &walk->header;
}

const Part *
walk_find(const Walk *walk, PartKind kind)
{
  for (guint i = 0; i < walk->n_parts; i++)
    if (walk->parts[i].kind == kind)
      return &walk->parts[i];
  return NULL;
}
