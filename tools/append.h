/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* In place: a mail server hands one message on standard input, and its report
 * becomes one line of a file. docs/in-place.md. */
#ifndef TOOLS_APPEND_H
#define TOOLS_APPEND_H

#include <glib.h>

#include <bounce/bounce.h>

/* sysexits.h's EX_TEMPFAIL: the mail server keeps the mail and tries again. */
enum { EXIT_TRY_AGAIN = 75 };

/* Whether the arguments ask for it, before they are read. */
gboolean append_is_wanted(char **argv);

/* Runs the command so that it ends with 0 or EXIT_TRY_AGAIN, whatever it runs
 * into: wrong options, a lack of memory, a signal. Any other status would make
 * a mail server return the mail. */
int append_guard(int (*command)(int, char **), int argc, char **argv);

/* Appends the report of the message on standard input to a file. When it
 * returns 0, the whole line is on the disk; else nothing of it is. */
int append_message(const BounceParser *parser, const char *path);

#endif
