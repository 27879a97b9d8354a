/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whose server a host is. */
#include <string.h>

#include "rules/rules_match.h"
#include "rules/rules_matcher.h"

typedef void (*HostFound)(guint32 flag, gpointer data);

/* Reads the name from its end; longer patterns are found later. */
static void
read_host(const RuleSet *set, const char *host, HostFound found, gpointer data)
{
  const Automaton automaton = {
      RULES_TABLE(set, AutomatonCell, host_cells),
      set->host_n_cells,
      RULES_TABLE(set, guint32, host_tails),
      RULES_TABLE(set, AutomatonLink, host_links),
      RULES_TABLE(set, AutomatonOut, host_outs),
  };
  const HostEntry *hosts = RULES_TABLE(set, HostEntry, hosts);
  gsize length = strlen(host), depth;
  guint32 state = AUTOMATON_ROOT;

  if (length > 0 && host[length - 1] == '.')
    length--;
  for (depth = 1; depth <= length + 1; depth++) {
    guint8 byte =
        depth > length ? '^' : (guint8)g_ascii_tolower(host[length - depth]);
    guint32 out;

    state = automaton_go(&automaton, state, byte);
    if (state == AUTOMATON_NONE)
      return;
    for (out = automaton_out(&automaton, state); out != 0;
         out = automaton.outs[out].next) {
      const HostEntry *entry = &hosts[automaton.outs[out].phrase];

      if (entry->length == depth)
        found(entry->flag, data);
    }
  }
}

static void
set_flag(guint32 flag, gpointer data)
{
  bit_set(((Matcher *)data)->flags, flag);
}

void
matcher_read_host(Matcher *matcher)
{
  read_host(matcher->set, matcher->refusal->remote_host, set_flag, matcher);
}

static const char *
name_of_flag(const RuleSet *set, guint32 flag)
{
  const ProviderEntry *entries = RULES_TABLE(set, ProviderEntry, providers);
  guint32 i;

  for (i = 0; i < set->n_providers; i++) {
    if (entries[i].flag == flag)
      return rules_string(set, entries[i].name);
  }
  return NULL;
}

const char *
rules_provider_of_alternative(const RuleSet *set, guint32 alternative)
{
  guint32 flag =
      RULES_TABLE(set, AlternativeEntry, alternatives)[alternative].provider;

  return flag == 0 ? NULL : name_of_flag(set, flag - 1);
}

typedef struct {
  const RuleSet *set;
  const char *name;
} Provider;

/* Patterns of rules are found, too: they are nobody's. */
static void
note_provider(guint32 flag, gpointer data)
{
  Provider *provider = data;
  const char *name = name_of_flag(provider->set, flag);

  if (name != NULL)
    provider->name = name;
}

const char *
rules_provider_of_host(const RuleSet *set, const char *host)
{
  Provider provider = {set, NULL};

  read_host(set, host, note_provider, &provider);
  return provider.name;
}
