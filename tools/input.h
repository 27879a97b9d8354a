/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is read, and how. */
#ifndef TOOLS_INPUT_H
#define TOOLS_INPUT_H

#include <glib.h>

#include <bounce/bounce.h>

/* What the options fill. */
typedef struct {
  char **paths;
  char *files_from; /* a list of paths; "-": standard input */
  gboolean null;    /* its paths end in NUL */
  char *reply;      /* a bare reply; "-": one a line from standard input */
  char *host;       /* who gave it */
  int jobs;
  gboolean quiet;
} Input;

void input_add_options(Input *input, GOptionGroup *group);
/* Checks the options; NULL or what is wrong with them, to be freed. */
char *input_open(Input *input);
void input_clear(Input *input);

/* One thing to work on: a message, a reply, or what could not be read. */
typedef struct {
  BounceMailboxMessage *message;
  char *reply;
  gsize length;  /* of the reply */
  char *problem; /* what could not be read, and why */
} Work;

void work_clear(Work *work);

/* All of the input, one after another. For one thread at a time. */
typedef struct Source Source;

Source *source_new(const Input *input);
/* FALSE: the end. */
gboolean source_next(Source *source, Work *work);
void source_free(Source *source);

#endif
