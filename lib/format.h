/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LIB_FORMAT_H
#define LIB_FORMAT_H
#include "config.h"
#include <bounce/error.h>
FormatSet *formats_builtin(void);
FormatSet *formats_new_from_text(const char *name, const char *text,
                                 gsize length, BounceError **error);
void formats_free(FormatSet *set);
#endif
