/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compiled formats as constants in C, for those that are built in. */
#ifndef LIB_FORMAT_WRITE_H
#define LIB_FORMAT_WRITE_H

#include "formats/format.h"

/* A source that defines formats_builtin() as this set. The caller frees it. */
char *formats_write(const FormatSet *set);

#endif
