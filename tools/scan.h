/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the input to the output. */
#ifndef TOOLS_SCAN_H
#define TOOLS_SCAN_H

#include "options.h"

/* Reads everything and prints it; the exit status. */
int scan(Options *options);

#endif
