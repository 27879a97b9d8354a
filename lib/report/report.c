/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/report.h"

#include <string.h>

#include "base/utf8.h"

/* Words about very many recipients come whole to the first ones, up to so many
 * bytes in all, and so much of them to the rest. */
#define MAX_REPEATED (1024 * 1024)
#define MIN_REPEATED 128

/* A report and the arena in which it and all that it holds lives. */
typedef struct {
  BounceReport report; /* first: its address is the owner's */
  Arena *arena;
} Owner;

BounceReport *
report_new(Arena **arena)
{
  *arena = arena_new();
  Owner *owner = arena_new0(*arena, Owner);
  owner->arena = *arena;
  owner->report.kind = BOUNCE_KIND_OTHER;
  owner->report.original = arena_new0(*arena, BounceOriginal);
  return &owner->report;
}

void
bounce_report_free(BounceReport *report)
{
  if (report)
    arena_free(((Owner *)report)->arena);
}

/* What was concluded last. */
typedef struct {
  const RecipientFacts *facts; /* NULL: nothing yet */
  const char *text;            /* in which the spans of the verdict are */
  Verdict verdict;
  const char *words; /* the server's */
  const char *cut;   /* the start of these, or NULL */
  gsize repeated;    /* bytes that several recipients share */
} Concluded;

static const char *
keep_span(Arena *arena, const char *text, Span span)
{
  return span.length ? arena_strndup(arena, text + span.start, span.length)
                     : NULL;
}

/* What was delivered needs no rule. */
static gboolean
conclude_success(BounceRecipient *recipient)
{
  if (recipient->action != BOUNCE_ACTION_DELIVERED &&
      recipient->action != BOUNCE_ACTION_RELAYED &&
      recipient->action != BOUNCE_ACTION_EXPANDED)
    return FALSE;
  recipient->class_ = BOUNCE_CLASS_DELIVERED;
  recipient->hardness = BOUNCE_HARDNESS_NONE;
  recipient->advice = BOUNCE_ADVICE_NOTHING;
  return TRUE;
}

/* A class that a reader knows for itself: complaints, automatic replies. */
static gboolean
conclude_given(BounceRecipient *recipient, BounceClass class_)
{
  if (!class_ || recipient->action == BOUNCE_ACTION_FAILED ||
      recipient->action == BOUNCE_ACTION_DELAYED)
    return FALSE;
  recipient->class_ = class_;
  recipient->hardness = BOUNCE_HARDNESS_NONE;
  recipient->advice = BOUNCE_ADVICE_NOTHING;
  if (class_ == BOUNCE_CLASS_COMPLAINT)
    recipient->advice = BOUNCE_ADVICE_SUPPRESS;
  if (class_ == BOUNCE_CLASS_MAILBOX_MOVED)
    recipient->advice = BOUNCE_ADVICE_CORRECT_ADDRESS;
  return TRUE;
}

static void
classify_text(const Evidence *evidence, const RecipientFacts *facts,
              const char *text, Verdict *verdict)
{
  const GPtrArray *sets = evidence->config->rule_sets;
  const char *host =
      facts->remote_mta ? facts->remote_mta : evidence->report->reporting_mta;
  Refusal refusal = {
      .text = text,
      .length = text ? strlen(text) : 0,
      .prose = text == facts->text,
      .reply_code = facts->reply_code,
      .status = facts->status,
      .command = facts->command,
      .remote_host = host,
      .format = evidence->report->format,
      .known = facts->class_,
  };
  classify((const RuleSet *const *)sets->pdata, sets->len, &refusal, verdict);
}

/* What the server said decides; other words only where it said nothing. */
static const char *
classify_facts(const Evidence *evidence, const RecipientFacts *facts,
               Verdict *verdict)
{
  Verdict other = {0};
  const char *text = facts->diagnostic ? facts->diagnostic : facts->text;
  classify_text(evidence, facts, text, verdict);
  gboolean tells = verdict->class_ != BOUNCE_CLASS_UNDETERMINED;
  if (!facts->text || text == facts->text || (verdict->matched.length && tells))
    return text;
  classify_text(evidence, facts, facts->text, &other);
  if (!other.matched.length || other.class_ == BOUNCE_CLASS_UNDETERMINED)
    return text;
  *verdict = other;
  return facts->text;
}

/* Long texts are often one. */
static gboolean
is_same(const char *a, const char *b)
{
  return a == b || g_strcmp0(a, b) == 0;
}

/* Whether one verdict holds for both. */
static gboolean
say_the_same(const RecipientFacts *a, const RecipientFacts *b)
{
  return a->reply_code == b->reply_code && a->status == b->status &&
         a->command == b->command && a->class_ == b->class_ &&
         g_strcmp0(a->remote_mta, b->remote_mta) == 0 &&
         is_same(a->diagnostic, b->diagnostic) && is_same(a->text, b->text);
}

/* The verdict about a recipient, which may be that about the one before: one
 * text about many is read once. */
static const char *
reach_verdict(const Evidence *evidence, const RecipientFacts *facts,
              Concluded *last)
{
  if (!last->facts || !say_the_same(last->facts, facts)) {
    last->text = classify_facts(evidence, facts, &last->verdict);
    last->facts = facts;
  }
  return last->text;
}

static void
conclude_failure(Evidence *evidence, const RecipientFacts *facts,
                 Concluded *last, BounceRecipient *recipient)
{
  const char *text = reach_verdict(evidence, facts, last);
  Verdict verdict = last->verdict;
  recipient->class_ = verdict.class_;
  recipient->hardness = verdict.hardness;
  recipient->advice = verdict.advice;
  recipient->rule = arena_strdup(evidence->arena, verdict.rule);
  recipient->rule_place = arena_strdup(evidence->arena, verdict.rule_place);
  recipient->provider = arena_strdup(evidence->arena, verdict.provider);
  recipient->overruled = arena_strdup(evidence->arena, verdict.overruled);
  recipient->matched = keep_span(evidence->arena, text, verdict.matched);
  recipient->blocklist = arena_strdup(evidence->arena, verdict.blocklist);
  recipient->listed = keep_span(evidence->arena, text, verdict.listed);
  recipient->help_url = keep_span(evidence->arena, text, verdict.url);
  recipient->retry_after = verdict.retry_after;
  recipient->size_limit = verdict.size_limit;
  if (!recipient->new_address)
    recipient->new_address =
        keep_span(evidence->arena, text, verdict.new_address);
}

/* Where temporary replies that tell no reason were all there was, the time ran
 * out (RFC 5321 section 4.5.4.1), or is about to for what is still tried. A
 * bare reply is one answer in a session: nothing ran out. */
static void
conclude_temporary(const RecipientFacts *facts, BounceRecipient *recipient)
{
  gboolean delayed = recipient->action == BOUNCE_ACTION_DELAYED;
  gboolean temporary =
      facts->reply_code / 100 == 4 || status_class(facts->status) == 4;
  if (delayed) {
    recipient->hardness = BOUNCE_HARDNESS_SOFT;
    recipient->advice = BOUNCE_ADVICE_NOTHING;
  }
  if ((delayed || temporary) && facts->source != BOUNCE_SOURCE_REPLY &&
      recipient->class_ == BOUNCE_CLASS_UNDETERMINED)
    recipient->class_ = BOUNCE_CLASS_EXPIRED;
}

/* By the server that refused, else by the domain of the address; where neither
 * tells, whose words decided. */
static void
conclude_provider(const Evidence *evidence, BounceRecipient *recipient)
{
  const GPtrArray *sets = evidence->config->rule_sets;
  const char *address =
      recipient->address ? recipient->address : recipient->original_address;
  const char *at = address ? strrchr(address, '@') : NULL;
  const char *const hosts[] = {recipient->remote_mta, at ? at + 1 : NULL};
  const char *provider = NULL;
  for (gsize i = 0; !provider && i < G_N_ELEMENTS(hosts); i++)
    provider = classify_provider((const RuleSet *const *)sets->pdata, sets->len,
                                 hosts[i]);
  if (provider)
    recipient->provider = arena_strdup(evidence->arena, provider);
}

/* The server's words, which may be about the one before, too. */
static const char *
share_words(Arena *arena, const char *words, Concluded *last)
{
  if (!words || words != last->words) {
    last->words = words;
    last->cut = NULL;
    return words;
  }
  gsize length = strlen(words);
  last->repeated += length;
  if (last->repeated <= MAX_REPEATED || length <= MIN_REPEATED)
    return words;
  if (!last->cut)
    last->cut = arena_strndup(arena, words, utf8_whole(words, MIN_REPEATED));
  return last->cut;
}

static BounceRecipient *
conclude_recipient(Evidence *evidence, const RecipientFacts *facts,
                   Concluded *last)
{
  BounceRecipient *recipient = arena_new0(evidence->arena, BounceRecipient);
  char status[STATUS_STRING_SIZE];
  recipient->address = facts->address;
  recipient->original_address = facts->original_address;
  recipient->action = facts->action;
  recipient->reply_code = facts->reply_code;
  recipient->status =
      facts->status
          ? arena_strdup(evidence->arena, status_format(facts->status, status))
          : NULL;
  recipient->diagnostic = share_words(evidence->arena, facts->diagnostic, last);
  recipient->command = facts->command;
  recipient->remote_mta = facts->remote_mta;
  recipient->retry_until = facts->retry_until;
  recipient->last_attempt = facts->last_attempt;
  recipient->new_address = facts->new_address;
  recipient->source = facts->source;
  recipient->part = facts->part;
  recipient->line = facts->line;
  if (!conclude_success(recipient) &&
      !conclude_given(recipient, facts->class_)) {
    conclude_failure(evidence, facts, last, recipient);
    conclude_temporary(facts, recipient);
  }
  conclude_provider(evidence, recipient);
  recipient->category = bounce_class_category(recipient->class_);
  return recipient;
}

/* The gravest action decides: one failure makes the message a failure. */
static BounceKind
kind_of_actions(const Evidence *evidence)
{
  static const BounceKind order[] = {BOUNCE_KIND_FAILURE, BOUNCE_KIND_DELAY,
                                     BOUNCE_KIND_DELIVERED, BOUNCE_KIND_RELAYED,
                                     BOUNCE_KIND_EXPANDED};
  guint seen = 0;
  for (guint i = 0; i < evidence->recipients->len; i++) {
    const RecipientFacts *facts = evidence->recipients->pdata[i];
    /* Actions and kinds have the same values from 1 to 5. */
    seen |= 1u << (facts->action ? facts->action : BOUNCE_ACTION_FAILED);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(order); i++)
    if (seen & 1u << order[i])
      return order[i];
  return BOUNCE_KIND_OTHER;
}

static BounceAction
action_of_kind(BounceKind kind)
{
  return kind >= BOUNCE_KIND_FAILURE && kind <= BOUNCE_KIND_EXPANDED ? kind : 0;
}

void
report_conclude(Evidence *evidence)
{
  BounceReport *report = evidence->report;
  guint n = evidence->recipients->len;
  Concluded last = {.facts = NULL};
  const BounceRecipient **recipients =
      arena_alloc(evidence->arena, (n + 1) * sizeof(BounceRecipient *));
  report->kind = evidence->kind ? evidence->kind : kind_of_actions(evidence);
  for (guint i = 0; i < n; i++) {
    RecipientFacts *facts = evidence->recipients->pdata[i];
    if (!facts->action)
      facts->action = action_of_kind(report->kind);
    recipients[i] = conclude_recipient(evidence, facts, &last);
  }
  report->recipients = recipients;
  report->n_recipients = n;
  report->original = evidence->original;
  report->feedback = evidence->feedback;
  report->limits_reached = evidence->reached | evidence->walk->reached;
}
