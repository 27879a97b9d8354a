/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From evidence to the public report. */
#ifndef LIB_REPORT_H
#define LIB_REPORT_H

#include "evidence/evidence.h"

/* Makes an empty report with a domain of its own. */
BounceReport *report_new(Arena **arena);

/* Decides kind and classes, and fills the report. */
void report_conclude(Evidence *evidence);

#endif
