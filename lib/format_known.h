/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Telling in which format a bounce is written. */
#ifndef LIB_FORMAT_KNOWN_H
#define LIB_FORMAT_KNOWN_H

#include <glib.h>

#include "fields.h"
#include "format.h"

/* The format of a message with this header and report, or NULL. Sets *outer
 * when a mark of a general stanza holds: the message is an automatic one. */
const Format *format_choose(Arena *arena, GPtrArray *sets,
                            gboolean use_formats, const Fields *header,
                            const char *text, gsize length, gboolean *outer);

#endif
