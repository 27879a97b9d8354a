/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Dates of messages and of options. */
#ifndef TOOLS_DATES_H
#define TOOLS_DATES_H

#include <glib.h>

#include <bounce/bounce.h>

/* When a message was written (RFC 5322 section 3.3); NULL: not told. */
GDateTime *dates_read(const char *text);

/* When a bounce was written: its Date, otherwise when its server took the
 * message, or last tried. NULL: not told. */
GDateTime *dates_of_report(const BounceReport *report);

/* Its day in UTC, "2026-11-24", to be freed. NULL: not told. */
char *dates_day_of_report(const BounceReport *report);

/* "7d", "12h", "2w" before now, or "2026-11-24", "2026-11-24T16:00", both in
 * UTC. FALSE: neither. */
gboolean dates_since(const char *text, gint64 *unix_time);

#endif
