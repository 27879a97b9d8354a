/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The format engine: statements of a format, a NUL, and a text. What patterns
 * capture stands in the text. */
#include "check.h"
#include "formats/format.h"
#include "prose/prose_scan.h"

#define HEAD "format f\n  known text \"m\"\n  sample f\n  source s\n"

static void
check_matches(const GArray *matches, gsize length)
{
  for (guint i = 0; i < matches->len; i++) {
    const Match *match = &g_array_index(matches, Match, i);
    for (guint k = 0; k < match->n; k++)
      demand(match->captured[k].start <= length &&
             match->captured[k].length <= length - match->captured[k].start);
  }
}

static void
run(const Format *format, const char *text, gsize length)
{
  Arena *arena = arena_new();
  ProseScan scan;
  g_autoptr(GPtrArray) generals = g_ptr_array_new();
  g_ptr_array_add(generals, formats_builtin()->general);
  prose_scan(arena, &format->table, generals, text, length, &scan);
  check_matches(scan.own, length);
  check_matches(scan.general, length);
  prose_scan_clear(&scan);
  arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *statements = g_strndup((const char *)data, size);
  gsize n = MIN(strlen(statements) + 1, size);
  /* As the walk gives texts: UTF-8, a NUL after the end. */
  g_autofree char *text =
      g_utf8_make_valid((const char *)data + n, (gssize)(size - n));
  g_autofree char *source = g_strconcat(HEAD, statements, NULL);
  BounceError *error = NULL;
  const StanzaText file = {"f", source, strlen(source)};
  FormatSet *set = formats_compile(&file, 1, formats_builtin(), &error);
  demand(!set == !!error);
  const Format *format = set ? formats_find(set, "f") : NULL;
  if (format)
    run(format, text, strlen(text));
  formats_free(set);
  bounce_error_free(error);
  return 0;
}
