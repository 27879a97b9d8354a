/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A user's rules, beside the built-in ones. */
#include "rules/rules.h"

RuleSet *
rules_new_from_text(const char *name, const char *text, gsize length,
                    BounceError **error)
{
  StanzaText one = {name, text, length};

  return rules_compile(&one, 1, rules_builtin(), FALSE, NULL, error);
}
