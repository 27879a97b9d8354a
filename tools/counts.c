/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "counts.h"

#include <string.h>

#include "text.h"

#define KEPT_NAMES 10000
#define MOST_NAMES (2 * KEPT_NAMES)
/* Of a name; a domain's has no more (RFC 1035 section 2.3.4). */
#define MOST_BYTES 255

struct Counts {
  guint64 messages;
  guint64 recipients;
  GHashTable *names[N_COUNTS]; /* char * to Count * */
  guint64 others[N_COUNTS];
};

Counts *
counts_new(void)
{
  Counts *counts = g_new0(Counts, 1);
  for (int i = 0; i < N_COUNTS; i++)
    counts->names[i] =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return counts;
}

static int
compare_counts(gconstpointer a, gconstpointer b)
{
  const Count *left = a, *right = b;
  if (left->count != right->count)
    return left->count < right->count ? 1 : -1;
  return strcmp(left->name, right->name);
}

static int
compare_days(gconstpointer a, gconstpointer b)
{
  return strcmp(((const Count *)b)->name, ((const Count *)a)->name);
}

GArray *
counts_list(const Counts *counts, CountBy by)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(Count));
  GHashTableIter iter;
  gpointer count;
  g_hash_table_iter_init(&iter, counts->names[by]);
  while (g_hash_table_iter_next(&iter, NULL, &count))
    g_array_append_vals(list, count, 1);
  g_array_sort(list, by == COUNT_DAY ? compare_days : compare_counts);
  return list;
}

/* Half of the names go, the rarest: what is frequent stays, wherever in the
 * input it stands. */
static void
forget_rare(Counts *counts, CountBy by)
{
  g_autoptr(GArray) list = counts_list(counts, by);
  if (by == COUNT_DAY)
    g_array_sort(list, compare_counts);
  for (guint i = KEPT_NAMES; i < list->len; i++) {
    const Count *one = &g_array_index(list, Count, i);
    counts->others[by] += one->count;
    g_hash_table_remove(counts->names[by], one->name);
  }
}

static void
add(Counts *counts, CountBy by, const char *name, BounceHardness hardness)
{
  if (!name || !*name)
    return;
  const char *end = strlen(name) > MOST_BYTES
                        ? g_utf8_find_prev_char(name, name + MOST_BYTES + 1)
                        : NULL;
  g_autofree char *key =
      end ? g_strndup(name, (gsize)(end - name)) : g_strdup(name);
  Count *count = g_hash_table_lookup(counts->names[by], key);
  if (!count) {
    if (g_hash_table_size(counts->names[by]) >= MOST_NAMES)
      forget_rare(counts, by);
    count = g_new0(Count, 1);
    count->name = key;
    g_hash_table_insert(counts->names[by], g_steal_pointer(&key), count);
  }
  count->count++;
  count->hard += hardness == BOUNCE_HARDNESS_HARD;
  count->soft += hardness == BOUNCE_HARDNESS_SOFT;
}

static void
add_lower(Counts *counts, CountBy by, const char *name, BounceHardness hardness)
{
  g_autofree char *lower = name ? g_utf8_strdown(name, -1) : NULL;
  add(counts, by, lower, hardness);
}

static void
add_recipient(Counts *counts, const BounceRecipient *r, const char *day)
{
  counts->recipients++;
  add(counts, COUNT_HARDNESS, bounce_hardness_to_string(r->hardness),
      r->hardness);
  add(counts, COUNT_CLASS, bounce_class_to_string(r->class_), r->hardness);
  add_lower(counts, COUNT_DOMAIN,
            text_domain(r->address ? r->address : r->original_address),
            r->hardness);
  add_lower(counts, COUNT_REMOTE, r->remote_mta, r->hardness);
  add(counts, COUNT_PROVIDER, r->provider, r->hardness);
  add(counts, COUNT_BLOCKLIST, r->blocklist, r->hardness);
  add(counts, COUNT_DAY, day, r->hardness);
}

void
counts_add(Counts *counts, const Item *item, const char *day)
{
  counts->messages++;
  add(counts, COUNT_KIND, bounce_kind_to_string(item->report->kind), 0);
  for (guint i = 0; i < item->n_recipients; i++)
    add_recipient(counts, item->recipients[i], day);
}

guint64
counts_messages(const Counts *counts)
{
  return counts->messages;
}

guint64
counts_recipients(const Counts *counts)
{
  return counts->recipients;
}

guint64
counts_get(const Counts *counts, CountBy by, const char *name)
{
  const Count *count = g_hash_table_lookup(counts->names[by], name);
  return count ? count->count : 0;
}

guint64
counts_others(const Counts *counts, CountBy by)
{
  return counts->others[by];
}

void
counts_free(Counts *counts)
{
  for (int i = 0; i < N_COUNTS; i++)
    g_hash_table_unref(counts->names[i]);
  g_free(counts);
}
