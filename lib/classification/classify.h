/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Classification: what the evidence about one recipient means. */
#ifndef LIB_CLASSIFY_H
#define LIB_CLASSIFY_H

#include <glib.h>

#include <bounce/types.h>

#include "evidence/status.h"

/* A built or user-given set of rules: rules.h. */
typedef struct RuleSet RuleSet;

/* What is known of one refusal. Spans are not NUL-terminated. */
typedef struct {
  const char *text; /* the server's words, UTF-8, may be NULL */
  gsize length;
  gboolean prose;     /* a report's text, in which no reply was found */
  guint32 reply_code; /* 0: none */
  Status status;      /* 0: none */
  BounceCommand command;
  const char *remote_host; /* NULL: not known */
  const char *format;      /* name of the bounce's format, or NULL */
  BounceClass known;       /* what its format says that it means, 0: nothing */
} Refusal;

/* A piece of the refusal's text; length 0: none. */
typedef struct {
  gsize start;
  gsize length;
} Span;

/* What it means. Strings are owned by the rule sets. */
typedef struct {
  BounceClass class_; /* never 0 */
  BounceHardness hardness;
  BounceAdvice advice;
  const char *rule;       /* id of the rule that won, NULL: none */
  const char *rule_place; /* "mailbox.rules:12", NULL: none */
  const char *provider;   /* whose rule it is, NULL: a general one */
  const char *overruled;  /* id of the best rule of another class, NULL */
  Span matched;           /* what the rule matched in the text */
  const char *blocklist;  /* name of the list, NULL: none */
  Span listed;            /* address or host that is listed */
  Span url;               /* where the text sends for help */
  Span new_address;
  guint32 retry_after; /* seconds, 0: not told */
  guint64 size_limit;  /* bytes, 0: not told */
} Verdict;

/* Reads the refusal with each set in turn; the first set in which a rule
 * matches decides (user's sets stand first). */
void classify(const RuleSet *const *sets, gsize n_sets, const Refusal *refusal,
              Verdict *verdict);

/* Whose server a host, or a domain of addresses, is; NULL: not known. */
const char *classify_provider(const RuleSet *const *sets, gsize n_sets,
                              const char *host);

#endif
