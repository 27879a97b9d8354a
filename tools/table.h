/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One line a recipient, for people. */
#ifndef TOOLS_TABLE_H
#define TOOLS_TABLE_H

#include <glib.h>

#include <bounce/bounce.h>

void table_begin(void);
/* `explain`: below each recipient what its class means and what to do. */
void table_report(const BounceReport *report, const char *source,
                  gboolean explain);

#endif
