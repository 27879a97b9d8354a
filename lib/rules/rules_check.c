/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds rules that can't win, and samples that others take. */
#include <string.h>

#include "base/error.h"
#include "rules/rules_match.h"
#include "rules/rules_model.h"

typedef struct {
  const Model *model;
  const RuleSet *set;
  GPtrArray *problems; /* NULL: only the first, as the error */
  BounceError **error;
  gboolean failed;

  guint index;  /* of the alternative that is looked at */
  guint shadow; /* the best that beats it, NO_ALTERNATIVE: none */
  guint *by;    /* of each alternative what shadows it */
} Checker;

static const Rule *
rule_at(const Checker *checker, guint alternative)
{
  guint rule =
      g_array_index(checker->model->alternatives, Alternative, alternative)
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
  const BindingEntry *narrow =
      &g_array_index(model->bindings, BindingEntry, narrow_index);
  const BindingEntry *wide =
      &g_array_index(model->bindings, BindingEntry, wide_index);

  if (wide_index == 0 || wide_index == narrow_index)
    return TRUE;
  return (wide->n_codes == 0 || codes_within(values, narrow, wide)) &&
         (wide->n_statuses == 0 || statuses_within(values, narrow, wide)) &&
         (wide->n_hosts == 0 || hosts_within(values, narrow, wide)) &&
         (wide->commands == 0 || (narrow->commands != 0 &&
                                  (narrow->commands & ~wide->commands) == 0)) &&
         wide->n_formats == 0;
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
  const Alternative *narrow =
      &g_array_index(model->alternatives, Alternative, checker->index);
  const Alternative *wide =
      &g_array_index(model->alternatives, Alternative, other);
  guint provider = rule_at(checker, other)->provider;

  if (other >= MIN(checker->index, checker->shadow) ||
      (provider != 0 &&
       provider != rule_at(checker, checker->index)->provider) ||
      !is_within(model, narrow->binding, wide->binding) ||
      !withouts_within(model, narrow, wide))
    return;
  checker->shadow = other;
}

/* The texts of a node, one after another. The letter stands where the phrase
 * is open. */
static void
write_texts(const Model *model, guint32 node, GString *out)
{
  g_autoptr(GPtrArray) phrases = g_ptr_array_new();
  guint i;

  while (node != 0) {
    const ModelNode *entry = &g_array_index(model->nodes, ModelNode, node);

    g_ptr_array_add(phrases, model->phrases->pdata[entry->phrase]);
    node = entry->parent;
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
  const Alternative *one =
      &g_array_index(checker->model->alternatives, Alternative, checker->index);
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

/* A text that a rule of another class always takes contradicts it. */
static void
report_taken(Checker *checker, guint index)
{
  const Model *model = checker->model;
  const Alternative *one =
      &g_array_index(model->alternatives, Alternative, index);
  guint by = checker->by[index];
  const Rule *rule = rule_at(checker, index);
  const Rule *taker = rule_at(checker, by);
  g_autoptr(GString) text = g_string_new(NULL);
  g_autofree char *problem = NULL;

  write_texts(model, one->node, text);
  problem = g_strdup_printf(
      "\"%s\" of '%s' can never win: '%s' at %s:%u takes all of it",
      g_strstrip(text->str), rule->id, taker->id,
      file_name(checker, taker->file),
      g_array_index(model->alternatives, Alternative, by).line);

  report(checker, rule->file, one->line, problem);
}

/* A rule that only rules of its own class beat, but always. */
static void
report_idle(Checker *checker, guint rule_index, guint by)
{
  const Rule *rule = &g_array_index(checker->model->rules, Rule, rule_index);
  const Rule *taker = rule_at(checker, by);
  g_autofree char *problem = g_strdup_printf(
      "the rule '%s' can never win: '%s' at %s:%u takes all of it", rule->id,
      taker->id, file_name(checker, taker->file),
      g_array_index(checker->model->alternatives, Alternative, by).line);

  report(checker, rule->file, rule->line, problem);
}

static void
check_shadows(Checker *checker)
{
  const Model *model = checker->model;
  g_autofree guint *idle_by = g_new0(guint, model->rules->len + 1);
  guint i;

  for (i = 0; i < model->rules->len; i++)
    idle_by[i] = NO_ALTERNATIVE - 1;
  for (i = 0; i < model->alternatives->len; i++) {
    guint *idle =
        &idle_by[g_array_index(model->alternatives, Alternative, i).rule];
    guint by;

    checker->index = i;
    look_at(checker);
    by = checker->by[i];
    if (by == NO_ALTERNATIVE)
      *idle = NO_ALTERNATIVE;
    else if (rule_at(checker, by)->class_ != rule_at(checker, i)->class_)
      report_taken(checker, i);
    else if (*idle != NO_ALTERNATIVE &&
             rule_at(checker, by) != rule_at(checker, i))
      *idle = by;
  }
  for (i = 0; i < model->rules->len; i++) {
    if (idle_by[i] < model->alternatives->len)
      report_idle(checker, i, idle_by[i]);
  }
}

/* Reads the code and the status that the sample starts with. */
static void
refuse(const Sample *sample, Refusal *refusal)
{
  const char *text = sample->reply;
  gsize length = strlen(text), at = 0;

  memset(refusal, 0, sizeof(*refusal));
  refusal->text = text;
  refusal->length = length;
  refusal->command = sample->command;
  refusal->remote_host = sample->host;
  refusal->format = sample->format;
  if (length >= 3 && g_ascii_isdigit(text[0]) && g_ascii_isdigit(text[1]) &&
      g_ascii_isdigit(text[2]) &&
      (text[3] == '\0' || text[3] == ' ' || text[3] == '-')) {
    refusal->reply_code = (guint32)g_ascii_strtoull(text, NULL, 10);
    at = text[3] == '\0' ? 3 : 4;
  }
  if (length > at && (text[at] == '#' || text[at] == '('))
    at++;
  status_read(text + at, length - at, &refusal->status);
}

static void
check_hint_sample(Checker *checker, const Sample *sample,
                  const RuleMatch *match)
{
  g_autofree char *problem = NULL;

  if ((sample->after == AFTER_RETRY && match->retry_after == 0) ||
      (sample->after == AFTER_SIZE && match->size_limit == 0) ||
      (sample->after == AFTER_ADDRESS && match->new_address.length == 0))
    report(checker, sample->file, sample->line,
           "nothing is read in this sample");
  if (sample->blocklist == NULL)
    return;
  if (match->blocklist != NULL &&
      g_str_equal(match->blocklist, sample->blocklist))
    return;
  problem = g_strdup_printf("the sample names the list '%s', not '%s'",
                            match->blocklist == NULL ? "" : match->blocklist,
                            sample->blocklist);
  report(checker, sample->file, sample->line, problem);
}

static void
report_sample(Checker *checker, const Sample *sample, guint winner)
{
  const Rule *rule = &g_array_index(checker->model->rules, Rule, sample->rule);
  g_autofree char *problem = NULL;

  if (winner == NO_ALTERNATIVE) {
    problem = g_strdup_printf("no rule takes this sample of '%s'", rule->id);
  } else {
    const Rule *taker = rule_at(checker, winner);

    problem = g_strdup_printf(
        "the sample of '%s' is taken by '%s' at %s:%u", rule->id, taker->id,
        file_name(checker, taker->file),
        g_array_index(checker->model->alternatives, Alternative, winner).line);
  }
  report(checker, sample->file, sample->line, problem);
}

/* Each sample must have its rule's class, and of each rule one must be taken
 * by the rule itself. */
static void
check_samples(Checker *checker)
{
  const Model *model = checker->model;
  g_autofree guint8 *won = g_new0(guint8, model->rules->len + 1);
  guint i;

  for (i = 0; i < model->samples->len; i++) {
    const Sample *sample = &g_array_index(model->samples, Sample, i);
    RuleMatch match;
    Refusal refusal;
    guint winner;

    refuse(sample, &refusal);
    rules_match(checker->set, &refusal, &match, NULL, NULL);
    if (sample->rule == G_MAXUINT) {
      check_hint_sample(checker, sample, &match);
      continue;
    }
    winner = match.best.alternative;
    if (winner == NO_ALTERNATIVE ||
        rule_at(checker, winner)->class_ !=
            g_array_index(model->rules, Rule, sample->rule).class_)
      report_sample(checker, sample, winner);
    else if (g_array_index(model->alternatives, Alternative, winner).rule ==
             sample->rule)
      won[sample->rule] = 1;
  }
  for (i = 0; i < model->rules->len; i++) {
    const Rule *rule = &g_array_index(model->rules, Rule, i);
    g_autofree char *problem =
        g_strdup_printf("'%s' takes none of its samples itself", rule->id);

    if (rule->n_samples > 0 && !won[i])
      report(checker, rule->file, rule->line, problem);
  }
}

gboolean
rules_check(const Model *model, const RuleSet *set, GPtrArray *problems,
            BounceError **error)
{
  g_autofree guint *by = g_new(guint, model->alternatives->len + 1);
  Checker checker = {model, set, problems, error, FALSE, 0, 0, by};

  check_shadows(&checker);
  check_samples(&checker);
  return !checker.failed;
}
