/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "classification/classes.h"
#include "classification/classify.h"
#include "rules/hints.h"
#include "rules/rules_match.h"

static const RuleEntry *
rule_of(const RuleSet *set, guint32 alternative)
{
  const AlternativeEntry *entry =
      RULES_TABLE(set, AlternativeEntry, alternatives) + alternative;

  return RULES_TABLE(set, RuleEntry, rules) + entry->rule;
}

static void
note_winner(const RuleSet *set, const RuleMatch *match, Verdict *verdict)
{
  const RuleEntry *rule;

  if (match->best.alternative == NO_ALTERNATIVE)
    return;
  rule = rule_of(set, match->best.alternative);
  if (verdict->rule == NULL) {
    verdict->class_ = rule->class_;
    verdict->rule = rules_string(set, rule->id);
    verdict->rule_place = rules_string(set, rule->place);
    verdict->provider =
        rules_provider_of_alternative(set, match->best.alternative);
    verdict->matched = match->best.span;
  } else if (verdict->overruled == NULL && rule->class_ != verdict->class_) {
    verdict->overruled = rules_string(set, rule->id);
  }
  if (verdict->overruled == NULL &&
      match->other.alternative != NO_ALTERNATIVE) {
    rule = rule_of(set, match->other.alternative); /* of another class */
    verdict->overruled = rules_string(set, rule->id);
  }
}

/* The first set that tells a detail decides about it. */
static void
note_details(const RuleMatch *match, Verdict *verdict)
{
  if (verdict->blocklist == NULL)
    verdict->blocklist = match->blocklist;
  if (verdict->retry_after == 0)
    verdict->retry_after = match->retry_after;
  if (verdict->size_limit == 0)
    verdict->size_limit = match->size_limit;
  if (verdict->new_address.length == 0)
    verdict->new_address = match->new_address;
}

/* A format's set phrase means what the format says. One that tells nothing
 * leaves what a server's reply tells. */
static void
note_known(const Refusal *refusal, Verdict *verdict)
{
  if (refusal->known == 0 || refusal->known == verdict->class_ ||
      (refusal->known == BOUNCE_CLASS_UNDETERMINED && refusal->reply_code != 0))
    return;
  verdict->class_ = refusal->known;
  verdict->overruled = verdict->rule;
  verdict->rule = NULL;
  verdict->rule_place = NULL;
  verdict->provider = NULL;
  verdict->matched = (Span){0};
}

/* A temporary reply never makes a hard bounce (RFC 3463 section 3.1). */
static void
judge(const Refusal *refusal, Verdict *verdict)
{
  const ClassInfo *info = class_info(verdict->class_);
  gboolean temporary =
      refusal->reply_code / 100 == 4 || status_class(refusal->status) == 4;

  verdict->hardness = info->hardness;
  verdict->advice = info->permanent;
  if (temporary) {
    if (verdict->hardness == BOUNCE_HARDNESS_HARD)
      verdict->hardness = BOUNCE_HARDNESS_SOFT;
    verdict->advice = info->temporary;
  }
}

/* A full mailbox's limit is none of messages, and who may be asked about an
 * unknown user is not where the user went. */
static void
drop_foreign_details(Verdict *verdict)
{
  if (verdict->class_ != BOUNCE_CLASS_MESSAGE_TOO_LARGE)
    verdict->size_limit = 0;
  if (verdict->class_ != BOUNCE_CLASS_MAILBOX_MOVED)
    verdict->new_address = (Span){0};
}

void
classify(const RuleSet *const *sets, gsize n_sets, const Refusal *refusal,
         Verdict *verdict)
{
  gsize i;

  memset(verdict, 0, sizeof(*verdict));
  for (i = 0; i < n_sets; i++) {
    RuleMatch match;

    rules_match(sets[i], refusal, &match, NULL, NULL);
    note_winner(sets[i], &match, verdict);
    note_details(&match, verdict);
  }
  note_known(refusal, verdict);
  if (verdict->class_ == 0)
    verdict->class_ = BOUNCE_CLASS_UNDETERMINED;
  judge(refusal, verdict);
  drop_foreign_details(verdict);
  if (refusal->text == NULL)
    return;
  verdict->url = hint_url(refusal->text, refusal->length);
  if (verdict->blocklist != NULL || verdict->class_ == BOUNCE_CLASS_BLOCKED)
    verdict->listed = hint_listed(refusal->text, refusal->length);
}

const char *
classify_provider(const RuleSet *const *sets, gsize n_sets, const char *host)
{
  const char *provider = NULL;
  gsize i;

  for (i = 0; host != NULL && provider == NULL && i < n_sets; i++)
    provider = rules_provider_of_host(sets[i], host);
  return provider;
}
