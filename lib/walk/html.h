/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* HTML to plain text, for reports that come in HTML alone. */
#ifndef LIB_HTML_H
#define LIB_HTML_H

#include <glib.h>

#include "base/arena.h"

/* The text of an HTML document in UTF-8: tags, comments, scripts and styles
 * are left out, blocks and rows start lines, cells are separated by blanks,
 * entities are decoded, white space is collapsed except in <pre>. Takes
 * anything; linear in time, never longer than the input. */
char *html_to_text(Arena *arena, const char *html, gsize length,
                   gsize *out_length);

#endif
