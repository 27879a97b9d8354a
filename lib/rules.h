/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LIB_RULES_H
#define LIB_RULES_H
#include "classify.h"
#include <bounce/error.h>
RuleSet *rules_builtin(void);
RuleSet *rules_new_from_text(const char *name, const char *text, gsize length,
                             BounceError **error);
void rules_free(RuleSet *set);
#endif
