/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/evidence.h"

#include <string.h>

static gboolean
is_generic(Status status)
{
  /* RFC 3463 section 3.1 and what servers give without knowing more. */
  return status_detail(status) == 0 ||
         (status_subject(status) == 7 && status_detail(status) == 1);
}

Status
status_better(Status first, Status second)
{
  if (!first || (second && is_generic(first) && !is_generic(second)))
    return second;
  return first;
}

#define FILL(member)                                                           \
  if (!known->member)                                                          \
  known->member = facts->member

/* Servers that keep the first line of a reply only in their fields have all of
 * it in the transcript; before a local program's words stands what it is. */
static gboolean
says_more(const RecipientFacts *known, const RecipientFacts *facts)
{
  const char *less = known->diagnostic, *more = facts->diagnostic;
  gsize length = more ? strlen(more) : 0;
  if (!less || !more || strnlen(less, length + 1) > length)
    return FALSE;
  return g_str_has_prefix(more, less) ||
         (!known->reply_code && !facts->reply_code && strstr(more, less));
}

void
facts_join(RecipientFacts *known, const RecipientFacts *facts)
{
  FILL(original_address);
  FILL(action);
  known->status = status_better(known->status, facts->status);
  if (!known->reply_code && facts->reply_code) {
    known->reply_code = facts->reply_code;
    if (facts->diagnostic)
      known->diagnostic = facts->diagnostic;
  }
  if (says_more(known, facts))
    known->diagnostic = facts->diagnostic;
  FILL(diagnostic);
  FILL(text);
  FILL(command);
  FILL(remote_mta);
  FILL(nearby_host);
  FILL(retry_until);
  FILL(last_attempt);
  FILL(new_address);
  FILL(class_);
}

/* Addresses of one domain or one list start alike. */
static gint
compare_addresses(gconstpointer a, gconstpointer b)
{
  const char *first = a, *second = b;
  while (*first && *first == *second) {
    first++;
    second++;
  }
  return g_ascii_strcasecmp(first, second);
}

GTree *
address_tree_new(void)
{
  return g_tree_new(compare_addresses);
}

RecipientFacts *
evidence_find(const Evidence *evidence, const char *address)
{
  return g_tree_lookup(evidence->by_address, address);
}

void
evidence_clear(Evidence *evidence)
{
  g_ptr_array_set_size(evidence->recipients, 0);
  g_tree_unref(evidence->by_address);
  evidence->by_address = address_tree_new();
}

void
evidence_name(Evidence *evidence, RecipientFacts *facts, const char *address)
{
  facts->address = address;
  g_tree_insert(evidence->by_address, (char *)(guintptr)address, facts);
}

RecipientFacts *
evidence_add(Evidence *evidence, const RecipientFacts *facts)
{
  char *key = (char *)(guintptr)facts->address;
  RecipientFacts *known = key ? evidence_find(evidence, key) : NULL;
  if (known) {
    facts_join(known, facts);
    return known;
  }
  if (evidence->recipients->len >= evidence->config->limits.recipients) {
    evidence->reached |= BOUNCE_LIMIT_RECIPIENTS;
    return NULL;
  }
  known = arena_new0(evidence->arena, RecipientFacts);
  *known = *facts;
  g_ptr_array_add(evidence->recipients, known);
  if (key)
    g_tree_insert(evidence->by_address, key, known);
  return known;
}
