/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The command line. */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

#include <glib.h>

#include <bounce/bounce.h>

#include "output.h"

enum { EXIT_OK = 0, EXIT_UNREAD = 1, EXIT_USAGE = 2 };

typedef struct {
  Output output;
  char **inputs; /* never empty */
  char *reply;   /* a bare reply instead of inputs; "-": one a line */
  char *host;
  BounceParser *parser;
} Options;

/* Reads the command line; FALSE means: end now with *status. */
gboolean options_read(Options *options, int argc, char **argv, int *status);
void options_clear(Options *options);

#endif
