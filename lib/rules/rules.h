/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sets of rules (docs/rules.md): made from text, or built in. */
#ifndef LIB_RULES_H
#define LIB_RULES_H

#include <glib.h>

#include <bounce/error.h>

#include "base/stanza.h"
#include "classification/classify.h"

/* The rules of data/: constant, costs nothing, need not be freed. */
RuleSet *rules_builtin(void);

/* A user's rules. NULL with an error that names the line. */
RuleSet *rules_new_from_text(const char *name, const char *text, gsize length,
                             BounceError **error);

/* Frees a set; NULL and the built-in one are left alone. */
void rules_free(RuleSet *set);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RuleSet, rules_free)

/* Makes one set of several files, in this order, with the units of another one
 * (NULL: none). `complete` demands what the
 * built-in rules must have: a source and a sample for each rule. Rules that
 * contradict each other are an error; with `problems` they are all added there
 * (char *), and the set is made. */
RuleSet *rules_compile(const StanzaText *texts, guint n_texts,
                       const RuleSet *base, gboolean complete,
                       GPtrArray *problems, BounceError **error);

/* Size of a set's words and strings, for writing it as C. */
gsize rules_size(const RuleSet *set, gsize *strings);

#endif
