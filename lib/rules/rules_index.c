/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rules_index.h"

typedef struct {
  guint32 key;
  guint32 alternative;
} Pair;

static void
add_pair(GArray *pairs, guint32 key, guint alternative)
{
  Pair pair = {key, alternative};

  g_array_append_val(pairs, pair);
}

/* Zeros of the mask become STATUS_ANY; an open class is 0. */
static guint32
status_key(guint32 value, guint32 mask)
{
  guint32 key = value;

  if (status_subject(mask) == 0)
    key |= STATUS_ANY << 10;
  if (status_detail(mask) == 0)
    key |= STATUS_ANY;
  return INDEX_STATUS | key;
}

static guint32
code_key(guint32 first, guint32 last)
{
  if (first == last)
    return INDEX_CODE | first;
  return last - first == 9 ? INDEX_TENS | first / 10
                           : INDEX_HUNDRED | first / 100;
}

static void
add_pairs(const Model *model, GArray *pairs, guint alternative)
{
  const Alternative *one =
      &g_array_index(model->alternatives, Alternative, alternative);
  const BindingEntry *binding =
      &g_array_index(model->bindings, BindingEntry, one->binding);
  const guint32 *values = (const guint32 *)(gpointer)model->values->data;
  guint32 i;

  for (i = 0; i < binding->n_statuses; i++)
    add_pair(pairs,
             status_key(values[binding->statuses + 2 * i],
                        values[binding->statuses + 2 * i + 1]),
             alternative);
  if (binding->n_statuses != 0)
    return;
  for (i = 0; i < binding->n_codes; i++)
    add_pair(pairs,
             code_key(values[binding->codes + 2 * i],
                      values[binding->codes + 2 * i + 1]),
             alternative);
  if (binding->n_codes != 0)
    return;
  for (i = 0; i < 32; i++) {
    if ((binding->commands & 1u << i) != 0)
      add_pair(pairs, INDEX_COMMAND | i, alternative);
  }
  if (binding->commands == 0)
    add_pair(pairs, INDEX_OTHER, alternative);
}

static int
compare_pairs(gconstpointer a, gconstpointer b)
{
  const Pair *left = a, *right = b;

  if (left->key != right->key)
    return left->key < right->key ? -1 : 1;
  return left->alternative < right->alternative
             ? -1
             : left->alternative > right->alternative;
}

void
rules_index_make(const Model *model, RulesIndex *index)
{
  g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
  guint i;

  for (i = 0; i < model->alternatives->len; i++) {
    if (g_array_index(model->alternatives, Alternative, i).node == 0)
      add_pairs(model, pairs, i);
  }
  g_array_sort(pairs, compare_pairs);
  index->entries = g_array_new(FALSE, FALSE, sizeof(IndexEntry));
  index->items = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (i = 0; i < pairs->len; i++) {
    const Pair *pair = &g_array_index(pairs, Pair, i);

    if (i == 0 || pair[-1].key != pair->key) {
      IndexEntry entry = {pair->key, i, 0};

      g_array_append_val(index->entries, entry);
    }
    g_array_index(index->entries, IndexEntry, index->entries->len - 1)
        .n_items++;
    g_array_append_val(index->items, pair->alternative);
  }
}

void
rules_index_clear(RulesIndex *index)
{
  g_array_unref(index->entries);
  g_array_unref(index->items);
}
