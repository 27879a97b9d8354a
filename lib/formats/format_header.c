/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Patterns that look into a header field. */
#include "formats/format_match.h"

void
matcher_run_header(Arena *arena, const PatternTable *table, const char *name,
                   const Folded *value, GArray *matches)
{
  g_autoptr(Matcher) matcher = NULL;
  for (guint i = 0; i < table->in_headers->len; i++) {
    const Pattern *pattern =
        pattern_at(table, g_array_index(table->in_headers, guint, i));
    Match match;
    if (g_ascii_strcasecmp(table->words->str + pattern->header, name) != 0)
      continue;
    if (!matcher)
      matcher = matcher_new(arena, table, value);
    gboolean found = FALSE;
    for (gsize at = skip_space(value, 0); at < value->length && !found; at++) {
      found = matcher_try(matcher, pattern, at, &match);
      if (pattern->at_line)
        break;
    }
    if (found)
      g_array_append_val(matches, match);
  }
}
