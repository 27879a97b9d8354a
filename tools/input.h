/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is read, and how. */
#ifndef TOOLS_INPUT_H
#define TOOLS_INPUT_H

#include <glib.h>

/* What the options fill. */
typedef struct {
  char **paths;
  char *reply; /* a bare reply; "-": one a line from standard input */
  char *host;  /* who gave it */
} Input;

void input_add_options(Input *input, GOptionGroup *group);
/* Checks the options; NULL or what is wrong with them, to be freed. */
char *input_open(Input *input);
void input_clear(Input *input);

#endif
