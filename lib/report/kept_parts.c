/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/kept_parts.h"

#include "walk/html.h"

static const BouncePart *
kept(Arena *arena, const char *path, const char *type, const char *text)
{
  BouncePart *part = arena_new0(arena, BouncePart);
  *part = (BouncePart){.path = path, .type = type, .text = text};
  return part;
}

void
keep_parts(BounceReport *report, Arena *arena, const Walk *walk)
{
  const BouncePart **parts =
      arena_alloc(arena, (walk->n_parts + 1) * sizeof(BouncePart *));
  guint n = 0;
  if (walk->header_text && !walk->bare)
    parts[n++] = kept(arena, "0", "text/rfc822-headers", walk->header_text);
  for (guint i = 0; i < walk->n_parts; i++) {
    const Part *part = &walk->parts[i];
    const char *text = part->text;
    gsize length;
    if (part->kind == PART_HTML) /* so it is read, and lines are counted */
      text = html_to_text(arena, text, part->length, &length);
    parts[n++] = kept(arena, part->path, part->type, text);
  }
  report->parts = parts;
  report->n_parts = n;
}
