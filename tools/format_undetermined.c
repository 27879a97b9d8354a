/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What could not be classified, in groups of similar texts: the largest is
 * worth a rule first. */
#include <string.h>

#include "formats.h"
#include "mask.h"

#define KEPT_GROUPS 5000
#define MOST_GROUPS (2 * KEPT_GROUPS)
#define SHOWN_GROUPS 30
#define MOST_TEXT 1000 /* bytes of an example */
#define INDENT 10

typedef struct {
  const char *masked; /* the table's key */
  guint64 count;
  char *source; /* of the first one */
  char *text;
  char *host;
} Group;

typedef struct {
  GHashTable *groups; /* masked text to Group */
  guint64 recipients; /* also those in groups that were too rare to be kept */
} State;

static void
group_free(gpointer data)
{
  Group *group = data;
  g_free(group->source);
  g_free(group->text);
  g_free(group->host);
  g_free(group);
}

static void
begin(Output *output, GString *out)
{
  State *state = g_new0(State, 1);
  (void)out;
  state->groups =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, group_free);
  output->state = state;
}

static int
compare(gconstpointer a, gconstpointer b)
{
  const Group *left = *(const Group *const *)a;
  const Group *right = *(const Group *const *)b;
  if (left->count != right->count)
    return left->count < right->count ? 1 : -1;
  return strcmp(left->masked, right->masked);
}

/* The largest first. */
static GPtrArray *
sorted(const State *state)
{
  GPtrArray *list = g_ptr_array_new();
  GHashTableIter iter;
  gpointer group;
  g_hash_table_iter_init(&iter, state->groups);
  while (g_hash_table_iter_next(&iter, NULL, &group))
    g_ptr_array_add(list, group);
  g_ptr_array_sort(list, compare);
  return list;
}

/* So memory stays bounded, and what is frequent stays wherever it stands. */
static void
forget_rare(State *state)
{
  g_autoptr(GPtrArray) list = sorted(state);
  for (guint i = KEPT_GROUPS; i < list->len; i++)
    g_hash_table_remove(state->groups, ((Group *)list->pdata[i])->masked);
}

static void
add(State *state, const BounceRecipient *r, const char *source)
{
  g_autofree char *masked = mask_text(r->diagnostic);
  Group *group = g_hash_table_lookup(state->groups, masked);
  state->recipients++;
  if (!group) {
    if (g_hash_table_size(state->groups) >= MOST_GROUPS)
      forget_rare(state);
    group = g_new0(Group, 1);
    group->masked = masked;
    group->source = g_strdup(source);
    group->text = g_strndup(r->diagnostic ? r->diagnostic : "", MOST_TEXT);
    group->host = g_strdup(r->remote_mta);
    g_hash_table_insert(state->groups, g_steal_pointer(&masked), group);
  }
  group->count++;
}

static void
report(Output *output, const Item *item, GString *out)
{
  (void)out;
  for (guint i = 0; i < item->n_recipients; i++)
    if (item->recipients[i]->class_ == BOUNCE_CLASS_UNDETERMINED)
      add(output->state, item->recipients[i], item->source);
}

static void
append_line(const Output *output, const char *label, const char *text,
            GString *out)
{
  g_autofree char *safe = terminal_safe(text);
  g_autofree char *line = g_strconcat(label, safe, NULL);
  terminal_append_wrapped(out, line, INDENT, output->terminal.columns);
}

static void
append_group(const Output *output, const Group *group, GString *out)
{
  g_autofree char *safe =
      terminal_safe(*group->masked ? group->masked : "(no words of a server)");
  g_string_append_printf(out, "%8" G_GUINT64_FORMAT "  ", group->count);
  g_autoptr(GString) lines = g_string_new(NULL);
  terminal_append_wrapped(lines, safe, INDENT, output->terminal.columns);
  g_string_append(out, lines->str + INDENT);
  if (*group->text)
    append_line(output, "such as: ", group->text, out);
  append_line(output, "in: ", group->source, out);
}

static void
append_quoted(GString *out, const char *text)
{
  g_autofree char *safe = terminal_safe(text);
  g_string_append_c(out, '"');
  for (const char *c = safe; *c; c++)
    g_string_append_printf(out, "%s%c", strchr("\"\\", *c) ? "\\" : "", *c);
  g_string_append_c(out, '"');
}

/* Whether the parser takes the rule, and the example by it. */
static gboolean
rule_works(const char *rule, const Group *group)
{
  BounceParser *parser = bounce_parser_new();
  gboolean works =
      bounce_parser_add_rules(parser, "rule", rule, strlen(rule), NULL);
  BounceReport *found = bounce_parser_classify_reply(
      parser, group->text, strlen(group->text), group->host, NULL);
  works &= found->recipients[0]->class_ == BOUNCE_CLASS_POLICY;
  bounce_report_free(found);
  bounce_parser_unref(parser);
  return works;
}

/* A rule that takes the group, to be freed; NULL: none was found. */
static char *
make_rule(const Group *group)
{
  for (gboolean runs = FALSE; runs <= TRUE; runs++) {
    g_autofree char *pattern = mask_to_pattern(group->masked, runs);
    if (!pattern)
      continue;
    g_autoptr(GString) rule = g_string_new("class policy\n  name local-1\n  ");
    g_string_append_printf(rule, "%s\n  sample ", pattern);
    append_quoted(rule, group->text);
    g_string_append_c(rule, '\n');
    if (rule_works(rule->str, group))
      return g_string_free(g_steal_pointer(&rule), FALSE);
  }
  return NULL;
}

static void
append_rule(const GPtrArray *list, GString *out)
{
  for (guint i = 0; i < list->len && i < SHOWN_GROUPS; i++) {
    g_autofree char *rule = make_rule(list->pdata[i]);
    if (!rule)
      continue;
    g_string_append_printf(
        out,
        "\n# A rule for the %" G_GUINT64_FORMAT " of group %u. Write the class "
        "that it means (docs/classes.md)\n# in place of policy, keep it in a "
        "file, and read that with --rules FILE.\n%s",
        ((const Group *)list->pdata[i])->count, i + 1, rule);
    return;
  }
}

static void
end(Output *output, GString *out)
{
  State *state = output->state;
  g_autoptr(GPtrArray) list = sorted(state);
  guint64 shown = 0;
  for (guint i = 0; i < list->len && i < SHOWN_GROUPS; i++) {
    append_group(output, list->pdata[i], out);
    shown += ((const Group *)list->pdata[i])->count;
  }
  if (shown < state->recipients)
    g_string_append_printf(out, "%8" G_GUINT64_FORMAT "  in smaller groups\n",
                           state->recipients - shown);
  if (!state->recipients)
    g_string_append(out, "The class of every recipient could be told.\n");
  append_rule(list, out);
  g_hash_table_unref(state->groups);
  g_clear_pointer(&output->state, g_free);
}

const Format format_undetermined = {
    .name = "undetermined",
    .in_order = TRUE,
    .begin = begin,
    .report = report,
    .end = end,
};
