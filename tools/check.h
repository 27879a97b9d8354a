/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bounce check-rules FILE..., bounce check-formats FILE... */
#ifndef TOOLS_CHECK_H
#define TOOLS_CHECK_H

#include <glib.h>

/* Whether the command line asks for it. */
gboolean check_is_wanted(char **argv);
/* Tells of each file what it holds or what is wrong; the exit status. */
int check_files(char **argv);

#endif
