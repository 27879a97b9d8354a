/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Feedback reports (RFC 5965; authentication failures: RFC 6591). */
#include <string.h>

#include "evidence/address.h"
#include "walk/decode.h"
#include "evidence/envelope.h"
#include "evidence/evidence.h"

#define FIELD(member) offsetof(BounceFeedback, member)

/* Fields that are kept as they are written; the first of a name counts. */
static const struct {
  const char *name;
  gsize member;
} kept[] = {
    {"Feedback-Type", FIELD(type)},
    {"User-Agent", FIELD(user_agent)},
    {"Arrival-Date", FIELD(arrival_date)},
    {"Received-Date", FIELD(arrival_date)},
    {"Reported-Domain", FIELD(reported_domain)},
    {"Reported-URI", FIELD(reported_uri)},
    {"Incidents", FIELD(incidents)},
    {"Auth-Failure", FIELD(auth_failure)},
    {"Delivery-Result", FIELD(delivery_result)},
    {"Authentication-Results", FIELD(authentication_results)},
};

/* Fields that name whom the complaint is about, the best first. */
static const char *const recipient_fields[] = {
    "Original-Rcpt-To", "Removal-Recipient", "Original-Recipient",
    "Final-Recipient"};

static void
keep_field(BounceFeedback *feedback, Arena *arena, const Field *field)
{
  for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
    const char **place =
        (const char **)(void *)((char *)feedback + kept[i].member);
    if (!*place && *field->value &&
        g_ascii_strcasecmp(field->name, kept[i].name) == 0)
      *place = decode_field(arena, field->value);
  }
}

static const char *
source_ip(Arena *arena, const Fields *fields)
{
  const char *value = fields_get(fields, "Source-IP");
  return value ? host_read(arena, value) : NULL;
}

static void
add_recipients(Evidence *evidence, const Part *part, const Fields *fields)
{
  for (gsize k = 0; k < G_N_ELEMENTS(recipient_fields); k++) {
    gboolean found = FALSE;
    for (guint i = 0; i < fields->n; i++) {
      const Field *field = &fields->items[i];
      if (g_ascii_strcasecmp(field->name, recipient_fields[k]) != 0)
        continue;
      const char *address = address_read(evidence->arena, field->value);
      if (!address)
        continue;
      found = TRUE;
      evidence_add(evidence, &(RecipientFacts){
                                 .address = address,
                                 .class_ = BOUNCE_CLASS_COMPLAINT,
                                 .source = BOUNCE_SOURCE_FEEDBACK,
                                 .part = part->path,
                                 .line = field->line,
                             });
    }
    if (found)
      return;
  }
}

void
feedback_read(Evidence *evidence, const Part *part)
{
  FieldsLimits bounds = fields_limits(&evidence->config->limits);
  Arena *arena = evidence->arena;
  Fields fields = {0};
  gsize start = strspn(part->text, "\n");
  guint line = (guint)start + 1;
  fields_read(arena, part->text + start, part->length - start, line, &bounds,
              &fields, &evidence->reached);
  if (!fields.n || evidence->feedback)
    return;
  BounceFeedback *feedback = arena_new0(arena, BounceFeedback);
  for (guint i = 0; i < fields.n; i++)
    keep_field(feedback, arena, &fields.items[i]);
  feedback->source_ip = source_ip(arena, &fields);
  feedback->original_mail_from =
      address_read(arena, fields_get(&fields, "Original-Mail-From"));
  feedback->reporting_mta =
      host_read(arena, fields_get(&fields, "Reporting-MTA"));
  if (feedback->type) /* RFC 5965 section 7.3: registered in lower case */
    feedback->type = arena_ascii_lower(arena, feedback->type);
  evidence->feedback = feedback;
  evidence->kind = BOUNCE_KIND_COMPLAINT;
  add_recipients(evidence, part, &fields);
}

static void
add_complainer(Evidence *evidence, const char *address, BounceSource source,
               const Part *part, guint line)
{
  evidence_add(evidence, &(RecipientFacts){
                             .address = address,
                             .class_ = BOUNCE_CLASS_COMPLAINT,
                             .source = source,
                             .part = part->path,
                             .line = line,
                         });
}

/* The recipient in the envelope sender of the message (VERP). */
static gboolean
read_verp(Evidence *evidence, const Part *original)
{
  const char *senders[] = {
      evidence->feedback ? evidence->feedback->original_mail_from : NULL,
      address_read(evidence->arena,
                   fields_get(&original->fields, "Return-Path"))};
  for (gsize i = 0; i < G_N_ELEMENTS(senders); i++) {
    HiddenAddress hidden;
    if (!senders[i] ||
        !envelope_decode(evidence->arena, senders[i],
                         evidence->config->verp_delimiters, &hidden) ||
        !hidden.recipient)
      continue;
    add_complainer(evidence, hidden.recipient, BOUNCE_SOURCE_ENVELOPE, original,
                   0);
    return TRUE;
  }
  return FALSE;
}

static gboolean
read_field(Evidence *evidence, const Part *original, const char *name)
{
  const Field *field = fields_find(&original->fields, name);
  const char *address =
      field ? address_of_mailbox(evidence->arena, field->value) : NULL;
  if (!address)
    return FALSE;
  add_complainer(evidence, address, BOUNCE_SOURCE_ORIGINAL, original,
                 field->line);
  return TRUE;
}

/* Reporters that redact or leave out the recipient often keep it in the
 * original: in a field of their own, in the envelope sender, else in its
 * To. */
void
feedback_conclude(Evidence *evidence)
{
  static const char *const names[] = {"X-Original-To", "Delivered-To",
                                      "X-Apparently-To", "To"};
  const Part *original = walk_find(evidence->walk, PART_ORIGINAL);
  if (evidence->kind != BOUNCE_KIND_COMPLAINT || evidence->recipients->len ||
      !original)
    return;
  if (read_field(evidence, original, "X-HmXmrOriginalRecipient") ||
      read_verp(evidence, original))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (read_field(evidence, original, names[i]))
      return;
}
