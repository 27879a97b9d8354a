/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "selection.h"

#include <string.h>

#include "dates.h"
#include "text.h"

void
selection_add_options(Selection *s, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
      {"only", 0, 0, G_OPTION_ARG_STRING, &s->only_list,
       "Hardness, classes, categories or kinds: one must hold", "LIST"},
      {"hardness", 0, 0, G_OPTION_ARG_STRING, &s->hardness_list,
       "Only these: hard, soft, none", "LIST"},
      {"class", 0, 0, G_OPTION_ARG_STRING, &s->class_list, "Only these classes",
       "LIST"},
      {"category", 0, 0, G_OPTION_ARG_STRING, &s->category_list,
       "Only these categories", "LIST"},
      {"kind", 0, 0, G_OPTION_ARG_STRING, &s->kind_list,
       "Only messages of these kinds", "LIST"},
      {"domain", 0, 0, G_OPTION_ARG_FILENAME, &s->domain_list,
       "Only recipients in these domains and their subdomains", "LIST"},
      {"since", 0, 0, G_OPTION_ARG_STRING, &s->since_text,
       "Only bounces of this day or later (UTC), or of the last 12h, 7d, 2w",
       "DATE"},
      {"fail-on", 0, 0, G_OPTION_ARG_STRING, &s->fail_on_list,
       "Exit status 3 when one of these (as --only) is among what is shown",
       "LIST"},
      {0},
  };
  g_option_group_add_entries(group, entries);
}

/* The codes that a list may name. */
static const struct {
  gsize place; /* in a NameSet */
  guint32 (*read)(const char *name);
  const char *(*name)(guint32 code);
} codes[] = {
    {G_STRUCT_OFFSET(NameSet, hardness), bounce_hardness_from_string,
     bounce_hardness_to_string},
    {G_STRUCT_OFFSET(NameSet, categories), bounce_category_from_string,
     bounce_category_to_string},
    {G_STRUCT_OFFSET(NameSet, classes), bounce_class_from_string,
     bounce_class_to_string},
    {G_STRUCT_OFFSET(NameSet, kinds), bounce_kind_from_string,
     bounce_kind_to_string},
};
enum { HARDNESS, CATEGORIES, CLASSES, KINDS, ALL };

static gboolean
is_allowed(gsize code, int which)
{
  return which == ALL || (gsize)which == code;
}

static char *
unknown_name(const char *option, const char *name, int which)
{
  GString *text = g_string_new(NULL);
  g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
  g_string_printf(text, "--%s: unknown name '%s'; there are", option, name);
  for (gsize i = 0; i < G_N_ELEMENTS(codes); i++)
    for (guint32 code = 1; is_allowed(i, which) && code < 64; code++) {
      const char *good = codes[i].name(code);
      if (!codes[i].read(good) ||
          !g_hash_table_add(told, (gpointer)(guintptr)good))
        continue;
      g_string_append_printf(text, "%s %s",
                             g_hash_table_size(told) > 1 ? "," : "", good);
    }
  return g_string_free(text, FALSE);
}

/* Reads a list of names into a set; NULL or what is wrong. */
static char *
read_names(const char *option, const char *list, int which, NameSet *set)
{
  if (!list)
    return NULL;
  g_auto(GStrv) names = g_strsplit(list, ",", -1);
  gboolean any = FALSE;
  for (char **name = names; *name; name++) {
    gboolean known = FALSE;
    if (!*g_strstrip(*name))
      continue;
    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++) {
      guint32 code = is_allowed(i, which) ? codes[i].read(*name) : 0;
      if (code && code < 64)
        G_STRUCT_MEMBER(guint64, set, codes[i].place) |= G_GUINT64_CONSTANT(1)
                                                         << code;
      known = known || code;
    }
    if (!known)
      return unknown_name(option, *name, which);
    any = TRUE;
  }
  return any ? NULL : g_strdup_printf("--%s: the list is empty", option);
}

/* For comparing: lower case, IDNs as ASCII. */
static char *
domain_key(const char *domain)
{
  char *ascii = g_hostname_to_ascii(domain);
  return ascii ? ascii : g_utf8_casefold(domain, -1);
}

static char *
read_domains(Selection *s)
{
  if (!s->domain_list)
    return NULL;
  g_autofree char *list = text_of_argument(s->domain_list);
  if (!list)
    return g_strdup("--domain is no text");
  g_auto(GStrv) names = g_strsplit(list, ",", -1);
  s->domains = g_ptr_array_new_with_free_func(g_free);
  for (char **name = names; *name; name++) {
    const char *domain = g_strstrip(*name);
    domain += *domain == '@';
    if (*domain)
      g_ptr_array_add(s->domains, domain_key(domain));
  }
  return s->domains->len ? NULL : g_strdup("--domain: the list is empty");
}

char *
selection_open(Selection *s)
{
  char *problem = read_names("only", s->only_list, ALL, &s->only);
  if (!problem)
    problem = read_names("kind", s->kind_list, KINDS, &s->kind);
  if (!problem)
    problem = read_names("class", s->class_list, CLASSES, &s->class_);
  if (!problem)
    problem =
        read_names("category", s->category_list, CATEGORIES, &s->category);
  if (!problem)
    problem = read_names("hardness", s->hardness_list, HARDNESS, &s->hardness);
  if (!problem)
    problem = read_names("fail-on", s->fail_on_list, ALL, &s->fail_on);
  if (!problem)
    problem = read_domains(s);
  if (problem || !s->since_text)
    return problem;
  s->dated = dates_since(s->since_text, &s->since);
  return s->dated
             ? NULL
             : g_strdup_printf("--since: '%s' is no date: say 2026-11-24 or 7d",
                               s->since_text);
}

gboolean
selection_by_name(const Selection *s)
{
  return s->only_list || s->kind_list || s->class_list || s->category_list ||
         s->hardness_list;
}

gboolean
selection_is_any(const Selection *s)
{
  return selection_by_name(s) || s->domain_list || s->since_text ||
         s->fail_on_list;
}

void
selection_take_hard(Selection *s)
{
  s->hardness.hardness = G_GUINT64_CONSTANT(1) << BOUNCE_HARDNESS_HARD;
}

static gboolean
is_empty(const NameSet *set)
{
  return !(set->kinds | set->classes | set->categories | set->hardness);
}

static gboolean
has(guint64 bits, guint32 code)
{
  return code < 64 && (bits >> code & 1);
}

/* `r` NULL: a message without recipients. */
static gboolean
names_hold(const NameSet *set, BounceKind kind, const BounceRecipient *r)
{
  return is_empty(set) || has(set->kinds, kind) ||
         (r &&
          (has(set->classes, r->class_) || has(set->categories, r->category) ||
           has(set->hardness, r->hardness)));
}

static gboolean
is_within(const char *domain, const char *of)
{
  return g_str_has_suffix(domain, of) &&
         (strlen(domain) == strlen(of) ||
          domain[strlen(domain) - strlen(of) - 1] == '.');
}

static gboolean
address_within(const GPtrArray *domains, const char *address)
{
  const char *at = address ? strrchr(address, '@') : NULL;
  if (!at)
    return FALSE;
  g_autofree char *domain = domain_key(at + 1);
  for (guint i = 0; i < domains->len; i++)
    if (is_within(domain, domains->pdata[i]))
      return TRUE;
  return FALSE;
}

static gboolean
domain_holds(const Selection *s, const BounceRecipient *r)
{
  if (!s->domains)
    return TRUE;
  return r && (address_within(s->domains, r->address) ||
               address_within(s->domains, r->original_address));
}

static gboolean
is_selected(const Selection *s, BounceKind kind, const BounceRecipient *r)
{
  return names_hold(&s->only, kind, r) && names_hold(&s->kind, kind, r) &&
         names_hold(&s->class_, kind, r) && names_hold(&s->category, kind, r) &&
         names_hold(&s->hardness, kind, r) && domain_holds(s, r);
}

static gboolean
is_since(const Selection *s, const BounceReport *report)
{
  if (!s->dated)
    return TRUE;
  g_autoptr(GDateTime) date = dates_of_report(report);
  return date && g_date_time_to_unix(date) >= s->since;
}

gboolean
selection_apply(const Selection *s, const BounceReport *report,
                GPtrArray **chosen)
{
  *chosen = NULL;
  if (!is_since(s, report))
    return FALSE;
  if (!report->n_recipients)
    return is_selected(s, report->kind, NULL);
  g_autoptr(GPtrArray) some = g_ptr_array_new();
  for (uint32_t i = 0; i < report->n_recipients; i++)
    if (is_selected(s, report->kind, report->recipients[i]))
      g_ptr_array_add(some, (gpointer)(guintptr)report->recipients[i]);
  if (some->len && some->len < report->n_recipients)
    *chosen = g_steal_pointer(&some);
  return *chosen || some->len;
}

gboolean
selection_fails(const Selection *s, const BounceReport *report,
                const BounceRecipient *const *recipients, guint n)
{
  if (!s->fail_on_list)
    return FALSE;
  if (!n)
    return names_hold(&s->fail_on, report->kind, NULL);
  for (guint i = 0; i < n; i++)
    if (names_hold(&s->fail_on, report->kind, recipients[i]))
      return TRUE;
  return FALSE;
}

void
selection_clear(Selection *s)
{
  char **const texts[] = {
      &s->only_list,     &s->kind_list,    &s->class_list,  &s->category_list,
      &s->hardness_list, &s->fail_on_list, &s->domain_list, &s->since_text};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
    g_free(*texts[i]);
  g_clear_pointer(&s->domains, g_ptr_array_unref);
}
