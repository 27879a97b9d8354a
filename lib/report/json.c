/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A report as JSON; docs/json.md lists the keys. */
#include <glib.h>

#include <bounce/mapping.h>
#include <bounce/report.h>

#include "report/json_writer.h"

#define ROOM 2048 /* of a report with one recipient */

/* A code's name, or null for 0. */
static void
put_name(GString *o, const char *key, guint32 code,
         const char *(*to_string)(guint32))
{
  json_text(o, key, code ? to_string(code) : NULL);
}

/* The class in others' words (bounce/mapping.h). */
static void
append_mapping(GString *o, const BounceRecipient *r)
{
  json_open(o, "mapping", '{');
  json_text(o, "sisimai", bounce_class_to_sisimai(r->class_));
  json_text(o, "kumomta", bounce_class_to_kumomta(r->class_));
  json_text(o, "postalsys", bounce_class_to_postalsys(r->class_));
  json_text(o, "ses_type", bounce_class_to_ses_type(r->class_, r->hardness));
  json_text(o, "ses_subtype",
            bounce_class_to_ses_subtype(r->class_, r->hardness));
  json_close(o, '}');
}

static void
append_recipient(GString *o, const BounceRecipient *r)
{
  json_open(o, NULL, '{');
  json_text(o, "address", r->address);
  json_text(o, "original_address", r->original_address);
  put_name(o, "action", r->action, bounce_action_to_string);
  put_name(o, "class", r->class_, bounce_class_to_string);
  put_name(o, "category", r->category, bounce_category_to_string);
  put_name(o, "hardness", r->hardness, bounce_hardness_to_string);
  put_name(o, "advice", r->advice, bounce_advice_to_string);
  json_number(o, "reply_code", r->reply_code);
  json_text(o, "status", r->status);
  json_text(o, "diagnostic", r->diagnostic);
  put_name(o, "command", r->command, bounce_command_to_string);
  json_text(o, "remote_mta", r->remote_mta);
  json_text(o, "provider", r->provider);
  json_text(o, "retry_until", r->retry_until);
  json_text(o, "last_attempt", r->last_attempt);
  json_number(o, "retry_after", r->retry_after);
  json_number(o, "size_limit", r->size_limit);
  json_text(o, "blocklist", r->blocklist);
  json_text(o, "listed", r->listed);
  json_text(o, "help_url", r->help_url);
  json_text(o, "new_address", r->new_address);
  append_mapping(o, r);
  json_open(o, "evidence", '{');
  put_name(o, "source", r->source, bounce_source_to_string);
  json_text(o, "part", r->part);
  json_number(o, "line", r->line);
  json_text(o, "rule", r->rule);
  json_text(o, "rule_place", r->rule_place);
  json_text(o, "matched", r->matched);
  json_text(o, "overruled", r->overruled);
  json_close(o, '}');
  json_close(o, '}');
}

static void
append_original(GString *o, const BounceOriginal *m)
{
  json_open(o, "original", '{');
  json_text(o, "message_id", m->message_id);
  json_text(o, "subject", m->subject);
  json_text(o, "from", m->from);
  json_text(o, "to", m->to);
  json_text(o, "date", m->date);
  json_text(o, "return_path", m->return_path);
  json_text(o, "list_id", m->list_id);
  json_text(o, "feedback_id", m->feedback_id);
  json_text(o, "recipient", m->recipient);
  json_text(o, "token", m->token);
  json_text(o, "address_scheme", m->address_scheme);
  json_open(o, "headers", '[');
  for (uint32_t i = 0; i < m->n_headers; i++) {
    json_open(o, NULL, '{');
    json_text(o, "name", m->headers[i]->name);
    json_text(o, "value", m->headers[i]->value);
    json_close(o, '}');
  }
  json_close(o, ']');
  json_close(o, '}');
}

static void
append_feedback(GString *o, const BounceFeedback *f)
{
  if (!f) {
    json_text(o, "feedback", NULL);
    return;
  }
  json_open(o, "feedback", '{');
  json_text(o, "type", f->type);
  json_text(o, "user_agent", f->user_agent);
  json_text(o, "source_ip", f->source_ip);
  json_text(o, "original_mail_from", f->original_mail_from);
  json_text(o, "arrival_date", f->arrival_date);
  json_text(o, "reported_domain", f->reported_domain);
  json_text(o, "reported_uri", f->reported_uri);
  json_text(o, "reporting_mta", f->reporting_mta);
  json_text(o, "incidents", f->incidents);
  json_text(o, "auth_failure", f->auth_failure);
  json_text(o, "delivery_result", f->delivery_result);
  json_text(o, "authentication_results", f->authentication_results);
  json_close(o, '}');
}

static void
append_limits(GString *o, BounceLimit reached)
{
  json_open(o, "limits_reached", '[');
  for (BounceLimit bit = 1; bit && bit <= reached; bit <<= 1)
    if (reached & bit)
      json_text(o, NULL, bounce_limit_to_string(bit));
  json_close(o, ']');
}

/* Missing unless they were asked for: most callers have the message. */
static void
append_parts(GString *o, const BounceReport *r)
{
  if (!r->parts)
    return;
  json_open(o, "parts", '[');
  for (uint32_t i = 0; i < r->n_parts; i++) {
    json_open(o, NULL, '{');
    json_text(o, "path", r->parts[i]->path);
    json_text(o, "type", r->parts[i]->type);
    json_text(o, "text", r->parts[i]->text);
    json_close(o, '}');
  }
  json_close(o, ']');
}

static void
append_report(GString *o, const BounceReport *r, const char *source)
{
  json_open(o, NULL, '{');
  if (source)
    json_text(o, "source", source);
  put_name(o, "kind", r->kind, bounce_kind_to_string);
  json_open(o, "recipients", '[');
  for (uint32_t i = 0; i < r->n_recipients; i++)
    append_recipient(o, r->recipients[i]);
  json_close(o, ']');
  append_original(o, r->original);
  append_feedback(o, r->feedback);
  json_text(o, "disposition", r->disposition);
  json_text(o, "format", r->format);
  json_text(o, "reporting_mta", r->reporting_mta);
  json_text(o, "received_from_mta", r->received_from_mta);
  json_text(o, "arrival_date", r->arrival_date);
  json_text(o, "envelope_id", r->envelope_id);
  json_text(o, "message_id", r->message_id);
  json_text(o, "subject", r->subject);
  json_text(o, "from", r->from);
  json_text(o, "to", r->to);
  json_text(o, "date", r->date);
  json_text(o, "auto_submitted", r->auto_submitted);
  json_boolean(o, "is_null_sender", r->is_null_sender);
  json_text(o, "authentication_results", r->authentication_results);
  append_limits(o, r->limits_reached);
  append_parts(o, r);
  json_close(o, '}');
}

char *
bounce_report_to_json(const BounceReport *report, const char *source)
{
  if (!report)
    return NULL;
  GString *out = g_string_sized_new(ROOM);
  append_report(out, report, source);
  return g_string_free(out, FALSE);
}

void
bounce_string_free(char *string)
{
  g_free(string);
}
