/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Functions that read one field of a report each. */
#include <stddef.h>

#include <glib.h>

#include <bounce/bounce.h>

const char *
bounce_recipient_address(const BounceRecipient *recipient)
{
  return recipient ? recipient->address : NULL;
}

const char *
bounce_recipient_original_address(const BounceRecipient *recipient)
{
  return recipient ? recipient->original_address : NULL;
}

BounceAction
bounce_recipient_action(const BounceRecipient *recipient)
{
  return recipient ? recipient->action : 0;
}

BounceClass
bounce_recipient_class(const BounceRecipient *recipient)
{
  return recipient ? recipient->class_ : 0;
}

BounceCategory
bounce_recipient_category(const BounceRecipient *recipient)
{
  return recipient ? recipient->category : 0;
}

BounceHardness
bounce_recipient_hardness(const BounceRecipient *recipient)
{
  return recipient ? recipient->hardness : 0;
}

BounceAdvice
bounce_recipient_advice(const BounceRecipient *recipient)
{
  return recipient ? recipient->advice : 0;
}

uint32_t
bounce_recipient_reply_code(const BounceRecipient *recipient)
{
  return recipient ? recipient->reply_code : 0;
}

const char *
bounce_recipient_status(const BounceRecipient *recipient)
{
  return recipient ? recipient->status : NULL;
}

const char *
bounce_recipient_diagnostic(const BounceRecipient *recipient)
{
  return recipient ? recipient->diagnostic : NULL;
}

BounceCommand
bounce_recipient_command(const BounceRecipient *recipient)
{
  return recipient ? recipient->command : 0;
}

const char *
bounce_recipient_remote_mta(const BounceRecipient *recipient)
{
  return recipient ? recipient->remote_mta : NULL;
}

const char *
bounce_recipient_retry_until(const BounceRecipient *recipient)
{
  return recipient ? recipient->retry_until : NULL;
}

const char *
bounce_recipient_last_attempt(const BounceRecipient *recipient)
{
  return recipient ? recipient->last_attempt : NULL;
}

uint32_t
bounce_recipient_retry_after(const BounceRecipient *recipient)
{
  return recipient ? recipient->retry_after : 0;
}

uint64_t
bounce_recipient_size_limit(const BounceRecipient *recipient)
{
  return recipient ? recipient->size_limit : 0;
}

const char *
bounce_recipient_blocklist(const BounceRecipient *recipient)
{
  return recipient ? recipient->blocklist : NULL;
}

const char *
bounce_recipient_listed(const BounceRecipient *recipient)
{
  return recipient ? recipient->listed : NULL;
}

const char *
bounce_recipient_help_url(const BounceRecipient *recipient)
{
  return recipient ? recipient->help_url : NULL;
}

const char *
bounce_recipient_new_address(const BounceRecipient *recipient)
{
  return recipient ? recipient->new_address : NULL;
}

BounceSource
bounce_recipient_source(const BounceRecipient *recipient)
{
  return recipient ? recipient->source : 0;
}

const char *
bounce_recipient_part(const BounceRecipient *recipient)
{
  return recipient ? recipient->part : NULL;
}

uint32_t
bounce_recipient_line(const BounceRecipient *recipient)
{
  return recipient ? recipient->line : 0;
}

const char *
bounce_recipient_rule(const BounceRecipient *recipient)
{
  return recipient ? recipient->rule : NULL;
}

const char *
bounce_recipient_rule_place(const BounceRecipient *recipient)
{
  return recipient ? recipient->rule_place : NULL;
}

const char *
bounce_recipient_matched(const BounceRecipient *recipient)
{
  return recipient ? recipient->matched : NULL;
}

const char *
bounce_recipient_overruled(const BounceRecipient *recipient)
{
  return recipient ? recipient->overruled : NULL;
}

const char *
bounce_recipient_provider(const BounceRecipient *recipient)
{
  return recipient ? recipient->provider : NULL;
}

const char *
bounce_header_name(const BounceHeader *header)
{
  return header ? header->name : NULL;
}

const char *
bounce_header_value(const BounceHeader *header)
{
  return header ? header->value : NULL;
}

const char *
bounce_original_message_id(const BounceOriginal *original)
{
  return original ? original->message_id : NULL;
}

const char *
bounce_original_subject(const BounceOriginal *original)
{
  return original ? original->subject : NULL;
}

const char *
bounce_original_from(const BounceOriginal *original)
{
  return original ? original->from : NULL;
}

const char *
bounce_original_to(const BounceOriginal *original)
{
  return original ? original->to : NULL;
}

const char *
bounce_original_date(const BounceOriginal *original)
{
  return original ? original->date : NULL;
}

const char *
bounce_original_return_path(const BounceOriginal *original)
{
  return original ? original->return_path : NULL;
}

const char *
bounce_original_list_id(const BounceOriginal *original)
{
  return original ? original->list_id : NULL;
}

const char *
bounce_original_feedback_id(const BounceOriginal *original)
{
  return original ? original->feedback_id : NULL;
}

uint32_t
bounce_original_n_headers(const BounceOriginal *original)
{
  return original ? original->n_headers : 0;
}

const char *
bounce_original_recipient(const BounceOriginal *original)
{
  return original ? original->recipient : NULL;
}

const char *
bounce_original_token(const BounceOriginal *original)
{
  return original ? original->token : NULL;
}

const char *
bounce_original_address_scheme(const BounceOriginal *original)
{
  return original ? original->address_scheme : NULL;
}

BounceKind
bounce_report_kind(const BounceReport *report)
{
  return report ? report->kind : 0;
}

uint32_t
bounce_report_n_recipients(const BounceReport *report)
{
  return report ? report->n_recipients : 0;
}

const struct BounceOriginal *
bounce_report_original(const BounceReport *report)
{
  return report ? report->original : NULL;
}

const struct BounceFeedback *
bounce_report_feedback(const BounceReport *report)
{
  return report ? report->feedback : NULL;
}

const char *
bounce_report_format(const BounceReport *report)
{
  return report ? report->format : NULL;
}

const char *
bounce_report_reporting_mta(const BounceReport *report)
{
  return report ? report->reporting_mta : NULL;
}

const char *
bounce_report_received_from_mta(const BounceReport *report)
{
  return report ? report->received_from_mta : NULL;
}

const char *
bounce_report_arrival_date(const BounceReport *report)
{
  return report ? report->arrival_date : NULL;
}

const char *
bounce_report_envelope_id(const BounceReport *report)
{
  return report ? report->envelope_id : NULL;
}

const char *
bounce_report_message_id(const BounceReport *report)
{
  return report ? report->message_id : NULL;
}

const char *
bounce_report_subject(const BounceReport *report)
{
  return report ? report->subject : NULL;
}

const char *
bounce_report_from(const BounceReport *report)
{
  return report ? report->from : NULL;
}

const char *
bounce_report_to(const BounceReport *report)
{
  return report ? report->to : NULL;
}

const char *
bounce_report_date(const BounceReport *report)
{
  return report ? report->date : NULL;
}

const char *
bounce_report_auto_submitted(const BounceReport *report)
{
  return report ? report->auto_submitted : NULL;
}

bool
bounce_report_is_null_sender(const BounceReport *report)
{
  return report ? report->is_null_sender : false;
}

const char *
bounce_report_disposition(const BounceReport *report)
{
  return report ? report->disposition : NULL;
}

BounceLimit
bounce_report_limits_reached(const BounceReport *report)
{
  return report ? report->limits_reached : 0;
}

const char *
bounce_report_authentication_results(const BounceReport *report)
{
  return report ? report->authentication_results : NULL;
}

const BounceHeader *
bounce_original_header(const BounceOriginal *original, uint32_t index)
{
  if (!original || index >= original->n_headers)
    return NULL;
  return original->headers[index];
}

const BounceRecipient *
bounce_report_recipient(const BounceReport *report, uint32_t index)
{
  if (!report || index >= report->n_recipients)
    return NULL;
  return report->recipients[index];
}

uint32_t
bounce_report_n_parts(const BounceReport *report)
{
  return report ? report->n_parts : 0;
}

const BouncePart *
bounce_report_part(const BounceReport *report, uint32_t index)
{
  if (!report || index >= report->n_parts)
    return NULL;
  return report->parts[index];
}

const char *
bounce_part_path(const BouncePart *part)
{
  return part ? part->path : NULL;
}

const char *
bounce_part_type(const BouncePart *part)
{
  return part ? part->type : NULL;
}

const char *
bounce_part_text(const BouncePart *part)
{
  return part ? part->text : NULL;
}

const char *
bounce_original_header_value(const BounceOriginal *original, const char *name)
{
  for (uint32_t i = 0; original && name && i < original->n_headers; i++)
    if (g_ascii_strcasecmp(original->headers[i]->name, name) == 0)
      return original->headers[i]->value;
  return NULL;
}
