/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef TOOLS_WRITE_H
#define TOOLS_WRITE_H

#include <glib.h>

/* Writes all of it; FALSE on an error, which errno tells: then a file holds
 * none of it. */
gboolean write_whole(int fd, const char *bytes, gsize length);

#endif
