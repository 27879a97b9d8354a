/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses alone, one a line, each once: what a list manager removes. */
#include <string.h>

#include "formats.h"

static gint
compare(gconstpointer one, gconstpointer other, gpointer data)
{
  (void)data;
  return strcmp(one, other);
}

static void
begin(Output *output, GString *out)
{
  (void)out;
  /* No hash: strangers can make as many addresses of one as they like. */
  output->state = g_tree_new_full(compare, NULL, g_free, NULL);
}

/* What the sender wrote to, as its list has it; where a line could not hold
 * it, nothing. */
static const char *
address_of(const BounceRecipient *r)
{
  const char *address = r->original_address ? r->original_address : r->address;
  if (!address || !*address)
    return NULL;
  for (const char *p = address; *p; p++)
    if ((guchar)*p <= ' ' || *p == 0x7f ||
        ((guchar)*p == 0xC2 && (guchar)p[1] < 0xA0)) /* C1 controls */
      return NULL;
  return address;
}

/* Domains are the same in any case (RFC 5321 section 2.4). */
static char *
make_key(const char *address)
{
  char *key = g_strdup(address);
  for (char *p = strrchr(key, '@'); p && *p; p++)
    *p = g_ascii_tolower(*p);
  return key;
}

static void
report(Output *output, const Item *item, GString *out)
{
  for (guint i = 0; i < item->n_recipients; i++) {
    const char *address = address_of(item->recipients[i]);
    g_autofree char *key = address ? make_key(address) : NULL;
    if (!key || g_tree_lookup(output->state, key))
      continue;
    g_tree_insert(output->state, g_steal_pointer(&key), output);
    g_string_append_printf(out, "%s\n", address);
  }
}

static void
end(Output *output, GString *out)
{
  (void)out;
  g_clear_pointer((GTree **)&output->state, g_tree_unref);
}

const Format format_addresses = {
    .name = "addresses",
    .in_order = TRUE,
    .begin = begin,
    .report = report,
    .end = end,
};
