/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Small things that several formats write. */
#ifndef TOOLS_TEXT_H
#define TOOLS_TEXT_H

#include <glib.h>
#include <libintl.h>

#include <bounce/bounce.h>

/* The tool's texts for people stand in the library's catalogue. */
#define TEXT_DOMAIN "libbounce"
#define _(text) dgettext(TEXT_DOMAIN, text)
#define N_(text) text

/* What stands after the last @, or NULL. */
const char *text_domain(const char *address);

/* The address alone in a From field: "Name <address>" or "address". NULL where
 * there is none, otherwise to be freed. */
char *text_bare_address(const char *field);

/* "PATH: problem", a path without letters quoted; to be freed. */
char *text_path_problem(const char *path, const char *problem);

/* An argument of the command as UTF-8, also where the locale has no character
 * set, as cron's: to be freed. NULL: it is no text. */
char *text_of_argument(const char *argument);

/* A class's title and what it means, as sentences; to be freed. */
char *text_class_meaning(BounceClass class_);

#endif
