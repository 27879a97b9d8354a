/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How much there is to read, counted while it is being read. */
#ifndef TOOLS_TALLY_H
#define TOOLS_TALLY_H

#include <glib.h>

typedef struct Tally Tally;

/* Starts to count the files below these paths. */
Tally *tally_new(char *const *paths);
/* FALSE: not counted yet. */
gboolean tally_get(const Tally *tally, guint *files, guint64 *bytes);
void tally_free(Tally *tally);

#endif
