/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What --help says: one screen; --help-all has the rest. */
#ifndef TOOLS_HELP_H
#define TOOLS_HELP_H

#include <glib.h>

typedef struct {
  gboolean help;
  gboolean help_all;
  gboolean version;
} Help;

void help_add_options(Help *help, GOptionGroup *group);
/* Whether anything was asked for. */
gboolean help_is_wanted(const Help *help);

/* Prints what was asked for; FALSE: nothing was. */
gboolean help_answer(const Help *help, GOptionContext *context);

#endif
