/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds the rules of one set that a refusal matches. */
#ifndef LIB_RULES_MATCH_H
#define LIB_RULES_MATCH_H

#include "rules/rules_tables.h"

#define NO_ALTERNATIVE G_MAXUINT32

/* An alternative that holds, and what it matched. */
typedef struct {
  guint32 alternative; /* NO_ALTERNATIVE: none */
  Span span;
} RuleWin;

typedef struct {
  RuleWin best;
  RuleWin other; /* the best of another class */

  const char *blocklist; /* NULL: none named */
  Span blocklist_span;   /* what names it */
  guint32 blocklist_letters;
  guint32 retry_after;
  guint64 size_limit;
  Span new_address;
} RuleMatch;

/* Told every alternative whose texts stand there, whatever it is bound to. */
typedef void (*RuleSeen)(guint32 alternative, gpointer data);

/* One pass over the text. `seen` may be NULL. */
void rules_match(const RuleSet *set, const Refusal *refusal, RuleMatch *match,
                 RuleSeen seen, gpointer data);

/* The name of the provider whose host or domain this is, or NULL. */
const char *rules_provider_of_host(const RuleSet *set, const char *host);

/* Whose rule an alternative belongs to; NULL: a general one. */
const char *rules_provider_of_alternative(const RuleSet *set,
                                          guint32 alternative);

#endif
