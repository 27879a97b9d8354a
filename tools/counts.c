/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "counts.h"

#include <string.h>

#include "dates.h"
#include "text.h"

#define KEPT_NAMES 10000
#define MOST_NAMES (2 * KEPT_NAMES)
#define MOST_BYTES                                                             \
  255 /* of a name; that of a domain, RFC 1035 section 2.3.4                   \
       */

struct Counts {
  guint64 messages;
  guint64 recipients;
  GHashTable *names[N_COUNTS]; /* char * to guint64 * */
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
  gpointer name, count;
  g_hash_table_iter_init(&iter, counts->names[by]);
  while (g_hash_table_iter_next(&iter, &name, &count)) {
    Count one = {name, *(guint64 *)count};
    g_array_append_val(list, one);
  }
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
add(Counts *counts, CountBy by, const char *name)
{
  if (!name || !*name)
    return;
  const char *end = g_utf8_find_prev_char(name, name + MOST_BYTES + 1);
  g_autofree char *key = strlen(name) > MOST_BYTES && end
                             ? g_strndup(name, (gsize)(end - name))
                             : g_strdup(name);
  guint64 *count = g_hash_table_lookup(counts->names[by], key);
  if (!count) {
    if (g_hash_table_size(counts->names[by]) >= MOST_NAMES)
      forget_rare(counts, by);
    count = g_new0(guint64, 1);
    g_hash_table_insert(counts->names[by], g_steal_pointer(&key), count);
  }
  ++*count;
}

static void
add_lower(Counts *counts, CountBy by, const char *name)
{
  g_autofree char *lower = name ? g_utf8_strdown(name, -1) : NULL;
  add(counts, by, lower);
}

/* A provider's rules are named "google:user_unknown/address". */
static void
add_provider(Counts *counts, const char *rule)
{
  const char *colon = rule ? strchr(rule, ':') : NULL;
  g_autofree char *provider =
      colon ? g_strndup(rule, (gsize)(colon - rule)) : NULL;
  add(counts, COUNT_PROVIDER, provider);
}

static char *
day_of(const BounceReport *report)
{
  g_autoptr(GDateTime) date = dates_of_report(report);
  g_autoptr(GDateTime) utc = date ? g_date_time_to_utc(date) : NULL;
  return utc ? g_date_time_format(utc, "%Y-%m-%d") : NULL;
}

static void
add_recipient(Counts *counts, const BounceRecipient *r, const char *day)
{
  counts->recipients++;
  add(counts, COUNT_HARDNESS, bounce_hardness_to_string(r->hardness));
  add(counts, COUNT_CLASS, bounce_class_to_string(r->class_));
  add_lower(counts, COUNT_DOMAIN,
            text_domain(r->address ? r->address : r->original_address));
  add_lower(counts, COUNT_REMOTE, r->remote_mta);
  add_provider(counts, r->rule);
  add(counts, COUNT_BLOCKLIST, r->blocklist);
  add(counts, COUNT_DAY, day);
}

void
counts_add(Counts *counts, const Item *item)
{
  g_autofree char *day = day_of(item->report);
  counts->messages++;
  add(counts, COUNT_KIND, bounce_kind_to_string(item->report->kind));
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
  const guint64 *count = g_hash_table_lookup(counts->names[by], name);
  return count ? *count : 0;
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
