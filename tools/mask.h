/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What two replies of one program have in common: their words, without what
 * differs from mail to mail. */
#ifndef TOOLS_MASK_H
#define TOOLS_MASK_H

#include <glib.h>

/* The text in lower case with "#" for numbers and identifiers, "ADDRESS",
 * "HOST", "URL" and "QUOTED" for what these are; codes at its start are left
 * out. A new string, never NULL. */
char *mask_text(const char *text);

/* A text for a rule (docs/rules.md) that matches what was masked so: its
 * sentence with the most letters, gaps for what is masked; with `runs`, only
 * the words between two of these. NULL: there are no words. */
char *mask_to_pattern(const char *masked, gboolean runs);

#endif
