/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rules.h"
#include "rules/rules_model.h"

RuleSet *
rules_compile(const RuleText *texts, guint n_texts, gboolean complete,
              GPtrArray *problems, BounceError **error)
{
  g_autoptr(Model) model = model_new();
  g_autoptr(RuleSet) set = NULL;
  guint i;

  for (i = 0; i < n_texts; i++) {
    if (!rules_read(model, &texts[i], complete, error))
      return NULL;
  }
  set = rules_build(model);
  if (!rules_check(model, set, problems, error) && problems == NULL)
    return NULL;
  return g_steal_pointer(&set);
}

RuleSet *
rules_new_from_text(const char *name, const char *text, gsize length,
                    BounceError **error)
{
  RuleText one = {name, text, length};

  return rules_compile(&one, 1, FALSE, NULL, error);
}

void
rules_free(RuleSet *set)
{
  if (set != NULL && !set->constant)
    g_free(set);
}
