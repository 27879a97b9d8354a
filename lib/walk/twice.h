/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* UTF-8 that a program took for Latin-1 and encoded once more. */
#ifndef LIB_TWICE_H
#define LIB_TWICE_H

#include <glib.h>

/* Undoes it in place, by line; returns the new length. The text is UTF-8 and
 * ends in NUL. A line is left as it is unless all of it was encoded twice. */
gsize twice_undo(char *text, gsize length);

#endif
