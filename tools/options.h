/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The command line. Each option stands beside the thing that it sets, in the
 * ..._add_options() of its file; options.c puts them together. */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

#include <glib.h>

#include <bounce/bounce.h>

#include "input.h"
#include "knowledge.h"
#include "output.h"
#include "selection.h"

enum { EXIT_OK = 0, EXIT_UNREAD = 1, EXIT_USAGE = 2, EXIT_FOUND = 3 };

typedef struct {
  Input input;
  Selection selection;
  Output output;
  Knowledge knowledge;
  char *append; /* the file that in-place mode writes to, NULL: none */
  BounceParser *parser;
} Options;

/* Reads the command line; FALSE means: end now with *status. */
gboolean options_read(Options *options, int argc, char **argv, int *status);
void options_clear(Options *options);

#endif
