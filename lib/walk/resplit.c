/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/resplit.h"

#include <string.h>

#include "base/lines.h"
#include "walk/parts.h"

/* A delimiter line: where it starts, and where the header after it does. */
typedef struct {
  gsize start;
  gsize header;
} Delimiter;

/* The next line "--..." at or after i that is followed by a Content- field, or
 * that ends what such a line began ("--...--"). */
static gboolean
find_delimiter(const char *text, gsize length, gsize i, Delimiter *found)
{
  while (i < length) {
    gsize next = line_next(text, length, i);
    gboolean dashes = next - i > 4 && text[i] == '-' && text[i + 1] == '-' &&
                      text[i + 2] != '\n';
    gboolean closes = dashes && next - i > 6 && text[next - 1] == '\n' &&
                      text[next - 2] == '-' && text[next - 3] == '-' &&
                      text[i + 2] != '-' && !memchr(text + i, ' ', next - i);
    if (dashes &&
        (closes || (length - next > 8 &&
                    g_ascii_strncasecmp(text + next, "Content-", 8) == 0))) {
      *found = (Delimiter){i, next};
      return TRUE;
    }
    i = next;
  }
  return FALSE;
}

/* A text that was decoded once already keeps its character set; only the
 * transfer encoding is still to be undone. */
static void
fill(Walk *walk, Part *part, const Fields *header, const char *body,
     gsize length, const char *charset)
{
  const char *name = fields_get(header, "Content-Transfer-Encoding");
  GMimeContentEncoding encoding =
      name ? g_mime_content_encoding_from_string(name)
           : GMIME_CONTENT_ENCODING_DEFAULT;
  if (part->kind == PART_OTHER)
    return;
  parts_set_encoded(walk, part, body, length, encoding, charset);
  parts_finish(walk, part);
}

/* Makes a part from a delimiter up to `end`; TRUE when it is the original,
 * after which nothing belongs to the report. */
static gboolean
make_part(Walk *walk, const char *path, const char *text, gsize start,
          gsize end)
{
  Fields header = {0};
  BounceLimit ignored = 0;
  FieldsLimits limits = {100, 16384};
  gsize body = start + fields_read(walk->arena, text + start, end - start, 1,
                                   &limits, &header, &ignored);
  const char *type = fields_get(&header, "Content-Type");
  if (!type)
    return FALSE;
  GMimeContentType *parsed = g_mime_content_type_parse(NULL, type);
  g_autofree char *name = g_mime_content_type_get_mime_type(parsed);
  Part *part = g_str_has_prefix(name, "multipart/")
                   ? NULL
                   : parts_add(walk, path, name, 1);
  body = MIN(line_next(text, end, body), end);
  if (part)
    fill(walk, part, &header, text + body, end - body,
         g_mime_content_type_get_parameter(parsed, "charset"));
  g_object_unref(parsed);
  return part && part->kind == PART_ORIGINAL;
}

static void
resplit_part(Walk *walk, guint index)
{
  Part part = walk->parts[index];
  Delimiter here, next;
  if (!find_delimiter(part.text, part.length, 0, &here))
    return;
  walk->parts[index].length = here.start;
  for (gboolean more = TRUE; more; here = next) {
    more = find_delimiter(part.text, part.length, here.header, &next);
    if (make_part(walk, part.path, part.text, here.header,
                  more ? next.start : part.length) ||
        walk->reached & BOUNCE_LIMIT_PARTS)
      return;
  }
}

void
resplit(Walk *walk)
{
  /* Parts that are added meanwhile are whole. */
  guint n = walk->n_parts;
  for (guint i = 0; i < n; i++)
    if (walk->parts[i].kind == PART_TEXT ||
        walk->parts[i].kind == PART_DELIVERY_STATUS)
      resplit_part(walk, i);
}
