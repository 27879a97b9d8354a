/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which messages and recipients are shown, and which set the exit status. */
#ifndef TOOLS_SELECTION_H
#define TOOLS_SELECTION_H

#include <glib.h>

#include <bounce/bounce.h>

/* Names of kinds, classes, categories and hardness, as bits; one of them must
 * hold. All 0: everything. */
typedef struct {
  guint64 kinds;
  guint64 classes;
  guint64 categories;
  guint64 hardness;
} NameSet;

typedef struct {
  NameSet only, kind, class_, category, hardness;
  NameSet fail_on;
  GPtrArray *domains; /* char *, lower case ASCII */
  gint64 since;
  gboolean dated; /* `since` holds */
  /* What the options fill. */
  char *only_list, *kind_list, *class_list, *category_list, *hardness_list;
  char *fail_on_list;
  char *domain_list;
  char *since_text;
} Selection;

void selection_add_options(Selection *selection, GOptionGroup *group);
/* Checks the options; NULL or what is wrong with them, to be freed. */
char *selection_open(Selection *selection);
/* Whether kinds, classes, categories or hardness are chosen; whether anything
 * is, or may set the exit status. */
gboolean selection_by_name(const Selection *selection);
gboolean selection_is_any(const Selection *selection);
/* Only hard bounces. */
void selection_take_hard(Selection *selection);

/* Those of the report that are selected; NULL: the report is left out.
 * `chosen` holds the list where they are not all. */
gboolean selection_apply(const Selection *selection, const BounceReport *report,
                         GPtrArray **chosen);
/* Whether --fail-on names one of these. */
gboolean selection_fails(const Selection *selection, const BounceReport *report,
                         const BounceRecipient *const *recipients, guint n);
void selection_clear(Selection *selection);

#endif
