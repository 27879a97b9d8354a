/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LIB_FORMAT_COMPILE_H
#define LIB_FORMAT_COMPILE_H

#include <glib.h>

#include "formats/format.h"

/* Adds a file's stanzas to a set that is being made. */
gboolean format_compile_file(FormatSet *set, const char *name, const char *text,
                             gsize length, BounceError **error);

void format_free(Format *format);

/* 1 + the number of a header field, which is added where it is new. */
guint format_add_header(FormatSet *set, const char *name);

#endif
