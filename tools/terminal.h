/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the terminal can show, and text from strangers made fit for it. */
#ifndef TOOLS_TERMINAL_H
#define TOOLS_TERMINAL_H

#include <glib.h>

typedef struct {
  gboolean is_terminal;
  gboolean color;
  guint columns; /* 0: no limit, so that a script loses nothing */
} Terminal;

/* `when`: "auto", "always" or "never" are colors used; FALSE for others. */
gboolean terminal_init(Terminal *terminal, int fd, const char *when);

/* Ready for people: control characters escaped, "-" for NULL. */
char *terminal_safe(const char *text);

/* How many columns a safe text takes: CJK characters take two. */
guint terminal_width(const char *safe);

/* Appends a safe text; what goes beyond `columns` becomes an ellipsis. 0: no
 * limit. Returns how many columns it took. */
guint terminal_append_cut(GString *out, const char *safe, guint columns);

/* Appends a safe text in lines of at most `columns`, each after `indent`
 * blanks, broken at blanks. 0: one line. */
void terminal_append_wrapped(GString *out, const char *safe, guint indent,
                             guint columns);

#endif
