/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* HTML to text: no longer than the HTML, and UTF-8 stays UTF-8. */
#include "check.h"
#include "walk/html.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  Arena *arena = arena_new();
  const char *html = (const char *)data;
  gsize length;
  char *text = html_to_text(arena, html, size, &length);
  demand(length <= size && strlen(text) == length);
  demand(!g_utf8_validate(html, (gssize)size, NULL) ||
         g_utf8_validate(text, (gssize)length, NULL));
  arena_free(arena);
  return 0;
}
