/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A line on the terminal that tells how far a long scan is. */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include "input.h"

typedef struct Progress Progress;

/* NULL, which the other functions ignore, where nobody would see it. */
Progress *progress_new(const Input *input);
/* A message of so many bytes is done; `source` as in its report. */
void progress_add(Progress *progress, const char *source, gsize bytes);
/* Draws the line, from the first half second on. */
void progress_show(Progress *progress);
/* Erases it, before other text is written to the terminal. */
void progress_hide(Progress *progress);
void progress_free(Progress *progress);

#endif
