/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds the rules that need no text by what they are bound to. */
#ifndef LIB_RULES_INDEX_H
#define LIB_RULES_INDEX_H

#include "rules/rules_model.h"

typedef struct {
  GArray *entries; /* IndexEntry, one a key */
  GArray *items;   /* guint32: alternatives, of one key in order */
} RulesIndex;

/* Each alternative stands under its statuses, else its codes, else its
 * commands, else under INDEX_OTHER. */
void rules_index_make(const Model *model, RulesIndex *index);

void rules_index_clear(RulesIndex *index);

#endif
