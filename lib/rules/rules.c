/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rules.h"
#include "rules/rules_model.h"

/* As many as there is room for. */
static void
copy_units(const RuleSet *base, Model *model)
{
  const UnitEntry *units = RULES_TABLE(base, UnitEntry, units);
  guint i;

  for (i = 0; i < base->n_units; i++)
    model_add_unit(model, units[i].kind, units[i].factor,
                   rules_string(base, units[i].word));
}

RuleSet *
rules_compile(const StanzaText *texts, guint n_texts, const RuleSet *base,
              gboolean complete, GPtrArray *problems, BounceError **error)
{
  g_autoptr(Model) model = model_new();
  g_autoptr(RuleSet) set = NULL;
  guint i;

  for (i = 0; i < n_texts; i++) {
    if (!rules_read(model, &texts[i], complete, error))
      return NULL;
  }
  if (base != NULL)
    copy_units(base, model);
  set = rules_build(model);
  if (!rules_check(model, set, problems, error) && problems == NULL)
    return NULL;
  return g_steal_pointer(&set);
}

void
rules_free(RuleSet *set)
{
  if (set != NULL && !set->constant)
    g_free(set);
}
