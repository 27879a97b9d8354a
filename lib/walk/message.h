/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of a message that GMime has parsed. walk_message() is here, too. */
#ifndef LIB_MESSAGE_H
#define LIB_MESSAGE_H

#include "walk/walk.h"

/* Adds the parts of a message that a mail system wrapped: a report, which is
 * read, or a returned original. `path` and `depth` are those of the part. */
void message_walk_wrapped(Walk *walk, const char *bytes, gsize length,
                          const char *path, guint depth);

#endif
