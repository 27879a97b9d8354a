/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The texts of a message in its report, for parsers that are told to. */
#ifndef LIB_KEPT_PARTS_H
#define LIB_KEPT_PARTS_H

#include <bounce/report.h>

#include "walk/walk.h"

/* Puts header and parts of a walk, whose arena is the report's, into it. */
void keep_parts(BounceReport *report, Arena *arena, const Walk *walk);

#endif
