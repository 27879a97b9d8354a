/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One line a recipient, for people. */
#ifndef TOOLS_TABLE_H
#define TOOLS_TABLE_H

#include <bounce/bounce.h>

void table_begin(void);
void table_report(const BounceReport *report, const char *source);

#endif
