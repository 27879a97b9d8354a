/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEFAULT_COLUMNS 80
#define LEAST_COLUMNS 20
#define LEAST_ROOM 10 /* of a text beside its label */

/* POSIX: COLUMNS is what the user prefers to the terminal's own size. */
static guint
count_columns(int fd)
{
  const char *wish = getenv("COLUMNS");
  struct winsize size;
  guint64 columns = wish ? g_ascii_strtoull(wish, NULL, 10) : 0;
  if (!columns && ioctl(fd, TIOCGWINSZ, &size) == 0)
    columns = size.ws_col;
  if (!columns)
    columns = DEFAULT_COLUMNS;
  return (guint)CLAMP(columns, LEAST_COLUMNS, G_MAXUINT16);
}

gboolean
terminal_init(Terminal *terminal, int fd, const char *when)
{
  const char *no_color = getenv("NO_COLOR"); /* https://no-color.org */
  terminal->is_terminal = isatty(fd) == 1;
  terminal->columns = terminal->is_terminal ? count_columns(fd) : 0;
  if (strcmp(when, "auto") == 0)
    terminal->color = terminal->is_terminal && !(no_color && *no_color);
  else if (strcmp(when, "always") == 0 || strcmp(when, "never") == 0)
    terminal->color = when[0] == 'a';
  else
    return FALSE;
  return TRUE;
}

static gboolean
is_unsafe(gunichar c)
{
  switch (g_unichar_type(c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT: /* could turn the direction of what follows */
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return TRUE;
  default:
    return FALSE;
  }
}

char *
terminal_safe(const char *text)
{
  GString *safe = g_string_new(NULL);
  g_autofree char *valid = g_utf8_make_valid(text ? text : "-", -1);
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (is_unsafe(c))
      g_string_append_printf(safe, "\\x%02x", c);
    else
      g_string_append_unichar(safe, c);
  }
  return g_string_free(safe, FALSE);
}

static guint
char_width(gunichar c)
{
  return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

guint
terminal_width(const char *safe)
{
  guint width = 0;
  for (const char *p = safe; *p; p = g_utf8_next_char(p))
    width += char_width(g_utf8_get_char(p));
  return width;
}

guint
terminal_append_cut(GString *out, const char *safe, guint columns)
{
  guint width = 0, kept = 0;
  const char *cut = safe; /* up to here, when an ellipsis must follow */
  for (const char *p = safe; *p; p = g_utf8_next_char(p)) {
    width += char_width(g_utf8_get_char(p));
    if (columns && width > columns) {
      g_string_append_len(out, safe, cut - safe);
      g_string_append(out, g_get_charset(NULL) ? "…" : "~");
      return kept + 1;
    }
    if (width < columns) {
      kept = width;
      cut = g_utf8_next_char(p);
    }
  }
  g_string_append(out, safe);
  return width;
}

/* How many bytes of the text go into one line. */
static gsize
line_length(const char *text, guint columns)
{
  const char *blank = NULL;
  const char *p = text;
  for (guint width = 0; *p; p = g_utf8_next_char(p)) {
    width += char_width(g_utf8_get_char(p));
    if (width > columns && p > text)
      return (gsize)((blank ? blank : p) - text);
    if (*p == ' ')
      blank = p;
  }
  return (gsize)(p - text);
}

void
terminal_append_wrapped(GString *out, const char *safe, guint indent,
                        guint columns)
{
  guint room = columns > indent + LEAST_ROOM ? columns - indent : LEAST_ROOM;
  do {
    gsize length = columns ? line_length(safe, room) : strlen(safe);
    g_string_append_printf(out, "%*s%.*s\n", (int)indent, "", (int)length,
                           safe);
    safe += length;
    while (*safe == ' ')
      safe++;
  } while (*safe);
}
