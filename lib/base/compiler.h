/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the programs share that compile rules and formats while the library is
 * built. Errors go to standard error, after the program's name. */
#ifndef LIB_COMPILER_H
#define LIB_COMPILER_H

#include "base/stanza.h"

/* Ends the program when a file can't be read. */
StanzaText *compiler_read_files(const char *program, char **paths, guint n);

void compiler_free_files(StanzaText *texts, guint n);

gboolean compiler_write_file(const char *program, const char *path,
                             const char *text);

#endif
