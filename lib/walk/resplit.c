/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/resplit.h"

#include <string.h>

#include "base/lines.h"
#include "walk/entity.h"
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

/* Makes a part from a delimiter up to `end`; TRUE when it is the original,
 * after which nothing belongs to the report. A text that was decoded once
 * already keeps its character set; its transfer encoding is still to be
 * undone. */
static gboolean
make_part(Walk *walk, const char *path, const char *text, gsize start,
          gsize end)
{
  Entity entity = {0};
  BounceLimit ignored = 0;
  FieldsLimits limits = {100, 16384};
  gsize body = start + fields_read(walk->arena, text + start, end - start, 1,
                                   &limits, &entity.fields, &ignored);
  if (!entity_field(&entity.fields, "Content-Type"))
    return FALSE;
  entity_read(walk, "text/plain", &entity);
  if (g_str_has_prefix(entity.type, "multipart/"))
    return FALSE;
  Part *part = parts_add(walk, path, entity.type, 1);
  if (!part || part->kind == PART_OTHER)
    return FALSE;
  body = MIN(line_next(text, end, body), end);
  parts_set_encoded(walk, part, text + body, end - body, entity.encoding,
                    entity.charset);
  parts_finish(walk, part);
  return part->kind == PART_ORIGINAL;
}

static void
resplit_part(Walk *walk, guint index)
{
  Part part = walk->parts[index];
  Delimiter here, next;
  if (!find_delimiter(part.text, part.length, 0, &here))
    return;
  walk->parts[index].length = here.start;
  walk->parts[index].text = arena_strndup(walk->arena, part.text, here.start);
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
