/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Makes tables of a model. */
#include <string.h>

#include "rules/rules_index.h"
#include "rules/rules_model.h"

/* What a node and all that may follow it can decide; what only the latter. */
typedef struct {
  guint32 all;
  guint32 after;
  guint32 class_; /* of all alternatives, 0: of several */
} Reach;

typedef struct {
  Model *model;
  RuleSet head;
  GArray *words;
  Reach *reach; /* of each node */
} Build;

/* Appends a table and gives its offset. */
static guint32
add_table(Build *build, const void *data, gsize size)
{
  guint32 at = build->words->len;

  g_array_append_vals(build->words, data, (guint)(size / sizeof(guint32)));
  return at;
}

/* Entries of 16 and 32 bytes don't cross lines of the cache then. */
static void
align_table(Build *build)
{
  guint32 zero = 0;

  while (build->words->len % 8 != 0)
    g_array_append_val(build->words, zero);
}

static guint32
add_array(Build *build, GArray *array)
{
  return add_table(build, array->data,
                   array->len * g_array_get_element_size(array));
}

static int
compare_numbers(guint a, guint b)
{
  return a < b ? -1 : a > b;
}

/* docs/rules.md, "Which rule wins". */
static int
compare_alternatives(gconstpointer a, gconstpointer b, gpointer data)
{
  const Model *model = data;
  const Alternative *left = a, *right = b;
  const Rule *left_rule = &g_array_index(model->rules, Rule, left->rule);
  const Rule *right_rule = &g_array_index(model->rules, Rule, right->rule);

  if ((left_rule->provider != 0) != (right_rule->provider != 0))
    return left_rule->provider != 0 ? -1 : 1;
  if (left->kind != right->kind)
    return compare_numbers(left->kind, right->kind);
  if (left_rule->prefer != right_rule->prefer)
    return left_rule->prefer > right_rule->prefer ? -1 : 1;
  return compare_numbers(right->letters, left->letters);
}

static void
add_alternatives(Build *build)
{
  Model *model = build->model;
  g_autofree AlternativeEntry *entries =
      g_new0(AlternativeEntry, model->alternatives->len + 1);
  guint i;

  /* Stable: what stands first wins a tie. */
  g_qsort_with_data(model->alternatives->data, (gint)model->alternatives->len,
                    sizeof(Alternative), compare_alternatives, model);
  for (i = 0; i < model->alternatives->len; i++) {
    const Alternative *one =
        &g_array_index(model->alternatives, Alternative, i);
    const Rule *rule = &g_array_index(model->rules, Rule, one->rule);
    AlternativeEntry entry = {one->rule,      one->binding,
                              rule->provider, one->first_without,
                              one->n_without, build->head.n_conditionals,
                              rule->class_,   one->kind == 2};

    entries[i] = entry;
    if (entry.provider != 0 || entry.n_without != 0)
      build->head.n_conditionals++;
    if (one->node != 0)
      model_add_action(model, one->node, ACTION_WIN, i);
  }
  build->head.n_alternatives = model->alternatives->len;
  build->head.alternatives =
      add_table(build, entries, model->alternatives->len * sizeof(*entries));
}

static void
add_rules(Build *build)
{
  Model *model = build->model;
  guint i;

  build->head.n_rules = model->rules->len;
  build->head.rules = build->words->len;
  for (i = 0; i < model->rules->len; i++) {
    const Rule *rule = &g_array_index(model->rules, Rule, i);
    RuleEntry entry = {rule->class_, model_table_string(model, rule->id),
                       model_table_string(model, rule->place)};

    add_table(build, &entry, sizeof(entry));
  }
}

static int
compare_actions(gconstpointer a, gconstpointer b)
{
  const ModelAction *left = a, *right = b;

  if (left->node != right->node)
    return compare_numbers(left->node, right->node);
  return compare_numbers(left->action, right->action);
}

static void
widen(Reach *reach, guint32 value, guint32 class_)
{
  if (reach->all != REACH_NONE && reach->class_ != class_)
    reach->class_ = 0;
  else
    reach->class_ = class_;
  reach->all = MIN(reach->all, value);
}

/* Nodes stand behind their parents. */
static void
find_reach(Build *build)
{
  const Model *model = build->model;
  guint i;

  build->reach = g_new(Reach, model->nodes->len);
  for (i = 0; i < model->nodes->len; i++)
    build->reach[i] = (Reach){REACH_NONE, REACH_NONE, 0};
  for (i = 0; i < model->actions->len; i++) {
    const ModelAction *one = &g_array_index(model->actions, ModelAction, i);
    guint32 value = one->action & ACTION_VALUE;

    if (one->action >> ACTION_KIND_SHIFT == ACTION_WIN) {
      const Alternative *won =
          &g_array_index(model->alternatives, Alternative, value);

      widen(&build->reach[one->node], value + 1,
            g_array_index(model->rules, Rule, won->rule).class_);
    } else {
      build->reach[one->node].all = REACH_ALL;
    }
  }
  for (i = model->nodes->len; i-- > 1;) {
    Reach *parent =
        &build->reach[g_array_index(model->nodes, ModelNode, i).parent];

    widen(parent, build->reach[i].all, build->reach[i].class_);
    parent->after = MIN(parent->after, build->reach[i].all);
  }
}

static void
add_nodes(Build *build)
{
  Model *model = build->model;
  guint n = model->nodes->len;
  g_autofree NodeEntry *entries = g_new0(NodeEntry, n);
  guint i;

  g_array_sort(model->actions, compare_actions);
  build->head.actions = build->words->len;
  for (i = 0; i < model->actions->len; i++) {
    const ModelAction *one = &g_array_index(model->actions, ModelAction, i);
    NodeEntry *entry = &entries[one->node];

    if (entry->n_actions++ == 0)
      entry->first_action = one->action;
    else if (entry->n_actions == 2)
      entry->first_action = i - 1;
    add_table(build, &one->action, sizeof(one->action));
  }
  for (i = 0; i < n; i++) {
    const ModelNode *node = &g_array_index(model->nodes, ModelNode, i);

    entries[i].letters = node->letters;
    entries[i].after = build->reach[i].after;
  }
  align_table(build);
  build->head.nodes = add_table(build, entries, n * sizeof(*entries));
}

/* A table with at least half of its places free; a power of two. */
static guint32
table_size(guint n)
{
  guint32 size = 4;

  while (size < 2 * n)
    size *= 2;
  return size;
}

static void
add_edges(Build *build)
{
  Model *model = build->model;
  guint i, n = 0;
  guint32 size;
  g_autofree EdgeEntry *entries = NULL;

  for (i = 1; i < model->nodes->len; i++)
    n += g_array_index(model->nodes, ModelNode, i).parent != 0;
  size = table_size(n);
  entries = g_new0(EdgeEntry, size);
  for (i = 1; i < model->nodes->len; i++) {
    const ModelNode *node = &g_array_index(model->nodes, ModelNode, i);
    guint32 at = edge_hash(node->parent, node->phrase) & (size - 1);
    EdgeEntry entry = {node->parent, node->phrase, i};

    if (node->parent == 0)
      continue;
    while (entries[at].child != 0)
      at = (at + 1) & (size - 1);
    entries[at] = entry;
  }
  build->head.edges = add_table(build, entries, size * sizeof(*entries));
  build->head.edges_mask = size - 1;
}

static void
shape_phrase(Build *build, PhraseEntry *entry)
{
  gsize length;
  const guint8 *bytes =
      g_bytes_get_data(build->model->phrases->pdata[entry->number], &length);

  entry->shape = (guint32)length | (bytes[0] == ' ' ? PHRASE_SPACE_BEFORE : 0) |
                 (bytes[length - 1] == ' ' ? PHRASE_SPACE_AFTER : 0);
  build->head.longest = MAX(build->head.longest, (guint32)length);
}

/* Phrases take the places of the automaton's outs, of which each has one. */
static void
add_phrases(Build *build, const GArray *outs)
{
  Model *model = build->model;
  g_autofree PhraseEntry *entries = g_new0(PhraseEntry, outs->len);
  g_autofree guint32 *places = g_new(guint32, outs->len);
  guint i;

  for (i = 1; i < outs->len; i++) {
    const AutomatonOut *out = &g_array_index(outs, AutomatonOut, i);

    entries[i].next = out->next;
    entries[i].number = out->phrase;
    places[out->phrase] = i;
    shape_phrase(build, &entries[i]);
  }
  for (i = 1; i < model->nodes->len; i++) {
    const ModelNode *node = &g_array_index(model->nodes, ModelNode, i);
    PhraseEntry *entry = &entries[places[node->phrase]];

    if (node->parent == 0) {
      entry->first_node = i;
      entry->reach = build->reach[i].all;
      entry->class_ = build->reach[i].class_;
    } else {
      entry->later[node->parent >> 5 & 1] |= 1u << (node->parent & 31);
    }
  }
  align_table(build);
  build->head.phrases = add_table(build, entries, outs->len * sizeof(*entries));
}

static void
add_automaton(Build *build)
{
  Model *model = build->model;
  guint n = model->phrases->len;
  g_autofree AutomatonPhrase *list = g_new(AutomatonPhrase, n + 1);
  AutomatonTables tables;
  guint i;

  for (i = 0; i < n; i++)
    list[i].bytes = g_bytes_get_data(model->phrases->pdata[i], &list[i].length);
  automaton_build(list, n, &tables);
  build->head.cells = add_array(build, tables.cells);
  build->head.n_cells = tables.cells->len;
  build->head.tails = add_array(build, tables.tails);
  build->head.links = add_array(build, tables.links);
  add_phrases(build, tables.outs);
  automaton_tables_clear(&tables);
}

static void
add_hosts(Build *build)
{
  Model *model = build->model;
  guint n = model->hosts->len;
  g_autofree AutomatonPhrase *list = g_new(AutomatonPhrase, n + 1);
  AutomatonTables tables;
  guint i;

  build->head.hosts = build->words->len;
  for (i = 0; i < n; i++) {
    HostEntry entry = {(guint32)strlen(model->hosts->pdata[i]),
                       g_array_index(model->host_flags, guint32, i)};

    list[i].bytes = model->hosts->pdata[i];
    list[i].length = entry.length;
    add_table(build, &entry, sizeof(entry));
  }
  automaton_build(list, n, &tables);
  build->head.host_cells = add_array(build, tables.cells);
  build->head.host_n_cells = tables.cells->len;
  build->head.host_tails = add_array(build, tables.tails);
  build->head.host_links = add_array(build, tables.links);
  build->head.host_outs = add_array(build, tables.outs);
  automaton_tables_clear(&tables);
}

/* Which parts of a status pattern are open. */
static guint32
index_shape(guint32 key)
{
  Status status = key & ~INDEX_STATUS;

  return (status_class(status) == 0 ? INDEX_OPEN_CLASS : 0) |
         (status_subject(status) == STATUS_ANY ? INDEX_OPEN_SUBJECT : 0) |
         (status_detail(status) == STATUS_ANY ? INDEX_OPEN_DETAIL : 0);
}

static void
add_index(Build *build)
{
  RulesIndex index;
  guint32 size;
  g_autofree IndexEntry *entries = NULL;
  guint i;

  rules_index_make(build->model, &index);
  size = table_size(index.entries->len);
  entries = g_new0(IndexEntry, size);
  for (i = 0; i < index.entries->len; i++) {
    IndexEntry entry = g_array_index(index.entries, IndexEntry, i);
    guint32 at = index_hash(entry.key) & (size - 1);

    if (entry.key >> 28 == INDEX_STATUS >> 28)
      build->head.index_shapes |= 1u << index_shape(entry.key);
    while (entries[at].key != 0)
      at = (at + 1) & (size - 1);
    entries[at] = entry;
  }
  build->head.index = add_table(build, entries, size * sizeof(*entries));
  build->head.index_mask = size - 1;
  build->head.index_items = add_array(build, index.items);
  rules_index_clear(&index);
}

static int
compare_units(gconstpointer a, gconstpointer b)
{
  const UnitEntry *left = a, *right = b;

  return compare_numbers(right->length, left->length);
}

/* One that starts another comes after it. */
static void
add_units(Build *build)
{
  GArray *units = build->model->units;

  g_array_sort(units, compare_units);
  build->head.units = add_array(build, units);
  build->head.n_units = units->len;
}

RuleSet *
rules_build(Model *model)
{
  Build build = {model, {0}, g_array_new(FALSE, FALSE, sizeof(guint32)), NULL};
  RuleSet *set;
  gsize size;

  g_array_set_size(build.words, sizeof(RuleSet) / sizeof(guint32));
  build.head.n_flags = model->n_flags;
  add_alternatives(&build);
  add_rules(&build);
  find_reach(&build);
  add_nodes(&build);
  add_edges(&build);
  build.head.bindings = add_array(&build, model->bindings);
  build.head.values = add_array(&build, model->values);
  build.head.withouts = add_array(&build, model->withouts);
  build.head.providers = add_array(&build, model->providers);
  build.head.n_providers = model->providers->len;
  add_units(&build);
  add_index(&build);
  add_hosts(&build);
  add_automaton(&build);

  build.head.strings = build.words->len * (guint32)sizeof(guint32);
  size = build.head.strings + model->strings->len;
  build.head.size = (guint32)size;
  set = g_malloc(size);
  memcpy(set, build.words->data, build.head.strings);
  memcpy(set, &build.head, sizeof(build.head));
  memcpy((char *)set + build.head.strings, model->strings->str,
         model->strings->len);
  g_array_unref(build.words);
  g_free(build.reach);
  return set;
}

gsize
rules_size(const RuleSet *set, gsize *strings)
{
  *strings = set->size - set->strings;
  return set->strings;
}
