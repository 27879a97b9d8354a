/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds rules that can't win, and samples that others take. */
#include <string.h>

#include "error.h"
#include "rules_match.h"
#include "rules_model.h"

typedef struct {
  const Model *model;
  const RuleSet *set;
  GPtrArray *problems; /* NULL: only the first, as the error */
  BounceError **error;
  gboolean failed;

  guint index;  /* of the alternative that is looked at */
  guint shadow; /* the best that beats it, NO_ALTERNATIVE: none */
  guint8 *dead; /* of each alternative: DEAD_... */
  guint *by;    /* what shadows it */
} Checker;

static const Rule *
rule_at(const Checker *checker, guint alternative)
{
  guint rule
      = g_array_index(checker->model->alternatives, Alternative, alternative)
            .rule;

  return &g_array_index(checker->model->rules, Rule, rule);
}

static const char *
file_name(const Checker *checker, guint file)
{
  return checker->model->files->pdata[file];
}

static void
report(Checker *checker, guint file, guint line, const char *problem)
{
  const char *name = file_name(checker, file);

  if (checker->problems != NULL)
    g_ptr_array_add(checker->problems,
                    g_strdup_printf("%s:%u: %s", name, line, problem));
  else if (!checker->failed)
    error_set_place(checker->error, BOUNCE_ERROR_RULES, name, line, "%s",
                    problem);
  checker->failed = TRUE;
}

/* Whether each value of `narrow` is one of `wide`. */
static gboolean
codes_within(const guint32 *values, const BindingEntry *narrow,
             const BindingEntry *wide)
{
  guint32 i, j;

  for (i = 0; i < narrow->n_codes; i++) {
    const guint32 *one = values + narrow->codes + 2 * i;

    for (j = 0; j < wide->n_codes; j++) {
      const guint32 *other = values + wide->codes + 2 * j;

      if (one[0] >= other[0] && one[1] <= other[1])
        break;
    }
    if (j == wide->n_codes)
      return FALSE;
  }
  return narrow->n_codes > 0;
}

static gboolean
statuses_within(const guint32 *values, const BindingEntry *narrow,
                const BindingEntry *wide)
{
  guint32 i, j;

  for (i = 0; i < narrow->n_statuses; i++) {
    const guint32 *one = values + narrow->statuses + 2 * i;

    for (j = 0; j < wide->n_statuses; j++) {
      const guint32 *other = values + wide->statuses + 2 * j;

      if ((one[0] & other[1]) == other[0] && (one[1] & other[1]) == other[1])
        break;
    }
    if (j == wide->n_statuses)
      return FALSE;
  }
  return narrow->n_statuses > 0;
}

static gboolean
hosts_within(const guint32 *values, const BindingEntry *narrow,
             const BindingEntry *wide)
{
  guint32 i, j;

  for (i = 0; i < narrow->n_hosts; i++) {
    for (j = 0; j < wide->n_hosts; j++) {
      if (values[narrow->hosts + i] == values[wide->hosts + j])
        break;
    }
    if (j == wide->n_hosts)
      return FALSE;
  }
  return narrow->n_hosts > 0;
}

/* Whether `wide` holds wherever `narrow` does. Formats are compared by being
 * there at all. */
static gboolean
is_within(const Model *model, guint32 narrow_index, guint32 wide_index)
{
  const guint32 *values = (const guint32 *)(gpointer)model->values->data;
  const BindingEntry *narrow
      = &g_array_index(model->bindings, BindingEntry, narrow_index);
  const BindingEntry *wide
      = &g_array_index(model->bindings, BindingEntry, wide_index);

  if (wide_index == 0 || wide_index == narrow_index)
    return TRUE;
  return (wide->n_codes == 0 || codes_within(values, narrow, wide))
         && (wide->n_statuses == 0 || statuses_within(values, narrow, wide))
         && (wide->n_hosts == 0 || hosts_within(values, narrow, wide))
         && (wide->commands == 0
             || (narrow->commands != 0
                 && (narrow->commands & ~wide->commands) == 0))
         && wide->n_formats == 0;
}

/* Whether all that `wide` must not find is what `narrow` must not find. */
static gboolean
withouts_within(const Model *model, const Alternative *narrow,
                const Alternative *wide)
{
  const guint32 *flags = (const guint32 *)(gpointer)model->withouts->data;
  guint32 i, j;

  for (i = 0; i < wide->n_without; i++) {
    for (j = 0; j < narrow->n_without; j++) {
      if (flags[narrow->first_without + j] == flags[wide->first_without + i])
        break;
    }
    if (j == narrow->n_without)
      return FALSE;
  }
  return TRUE;
}

/* Told every alternative that matches the text of the one looked at. */
static void
note_shadow(guint32 other, gpointer data)
{
  Checker *checker = data;
  const Model *model = checker->model;
  const Alternative *narrow
      = &g_array_index(model->alternatives, Alternative, checker->index);
  const Alternative *wide
      = &g_array_index(model->alternatives, Alternative, other);
  guint provider = rule_at(checker, other)->provider;

  if (other >= MIN(checker->index, checker->shadow)
      || (provider != 0
          && provider != rule_at(checker, checker->index)->provider)
      || !is_within(model, narrow->binding, wide->binding)
      || !withouts_within(model, narrow, wide))
    return;
  checker->shadow = other;
}

/* The texts of a node, one after another. The letter stands where the phrase
 * is open. */
static void
write_texts(const Model *model, guint32 node, GString *out)
{
  const ModelNode *entry = &g_array_index(model->nodes, ModelNode, node);
  g_autoptr(GPtrArray) phrases = g_ptr_array_new();
  guint i;

  for (; node != 0; node = entry->parent) {
    entry = &g_array_index(model->nodes, ModelNode, node);
    g_ptr_array_add(phrases, model->phrases->pdata[entry->phrase]);
  }
  for (i = phrases->len; i > 0; i--) {
    gsize size;
    const char *bytes = g_bytes_get_data(phrases->pdata[i - 1], &size);

    if (bytes[0] != ' ')
      g_string_append_c(out, (bytes[0] & 0x80) != 0 ? ' ' : 'q');
    g_string_append_len(out, bytes, (gssize)size);
    if (bytes[size - 1] != ' ')
      g_string_append_c(out, (bytes[size - 1] & 0x80) != 0 ? ' ' : 'q');
  }
}

/* Alternatives without a text are shadowed by others of that kind. */
static void
look_at_textless(Checker *checker)
{
  guint i;

  for (i = 0; i < checker->index && checker->shadow == NO_ALTERNATIVE; i++) {
    if (g_array_index(checker->model->alternatives, Alternative, i).node == 0)
      note_shadow(i, checker);
  }
}

static void
look_at(Checker *checker)
{
  const Alternative *one = &g_array_index(checker->model->alternatives,
                                          Alternative, checker->index);
  g_autoptr(GString) text = g_string_new(NULL);
  Refusal refusal = {0};
  RuleMatch match;

  checker->shadow = NO_ALTERNATIVE;
  if (one->node == 0) {
    look_at_textless(checker);
  } else {
    write_texts(checker->model, one->node, text);
    refusal.text = text->str;
    refusal.length = text->len;
    rules_match(checker->set, &refusal, &match, note_shadow, checker);
  }
  checker->by[checker->index] = checker->shadow;
}
