/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A report as JSON; docs/json.md lists the keys. */
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <jansson.h>

#include <bounce/mapping.h>
#include <bounce/report.h>

/* A string or null; what is no UTF-8 is replaced. */
static json_t *
text(const char *value)
{
  if (!value)
    return json_null();
  json_t *json = json_string(value);
  if (json)
    return json;
  g_autofree char *valid = g_utf8_make_valid(value, -1);
  return json_string(valid);
}

/* A number or null for 0, which means: not told. */
static json_t *
number(guint64 value)
{
  return value ? json_integer((json_int_t)value) : json_null();
}

/* A code's name or null for 0. */
static json_t *
name(guint32 code, const char *(*to_string)(guint32))
{
  return code ? json_string(to_string(code)) : json_null();
}

static void
put(json_t *object, const char *key, json_t *value)
{
  json_object_set_new_nocheck(object, key, value);
}

/* The class in others' words (bounce/mapping.h). */
static json_t *
mapping_json(const BounceRecipient *r)
{
  json_t *o = json_object();
  put(o, "sisimai", text(bounce_class_to_sisimai(r->class_)));
  put(o, "kumomta", text(bounce_class_to_kumomta(r->class_)));
  put(o, "postalsys", text(bounce_class_to_postalsys(r->class_)));
  put(o, "ses_type", text(bounce_class_to_ses_type(r->class_, r->hardness)));
  put(o, "ses_subtype",
      text(bounce_class_to_ses_subtype(r->class_, r->hardness)));
  return o;
}

static json_t *
recipient_json(const BounceRecipient *r)
{
  json_t *o = json_object();
  put(o, "address", text(r->address));
  put(o, "original_address", text(r->original_address));
  put(o, "action", name(r->action, bounce_action_to_string));
  put(o, "class", name(r->class_, bounce_class_to_string));
  put(o, "category", name(r->category, bounce_category_to_string));
  put(o, "hardness", name(r->hardness, bounce_hardness_to_string));
  put(o, "advice", name(r->advice, bounce_advice_to_string));
  put(o, "reply_code", number(r->reply_code));
  put(o, "status", text(r->status));
  put(o, "diagnostic", text(r->diagnostic));
  put(o, "command", name(r->command, bounce_command_to_string));
  put(o, "remote_mta", text(r->remote_mta));
  put(o, "retry_until", text(r->retry_until));
  put(o, "last_attempt", text(r->last_attempt));
  put(o, "retry_after", number(r->retry_after));
  put(o, "size_limit", number(r->size_limit));
  put(o, "blocklist", text(r->blocklist));
  put(o, "listed", text(r->listed));
  put(o, "help_url", text(r->help_url));
  put(o, "new_address", text(r->new_address));
  put(o, "mapping", mapping_json(r));
  json_t *evidence = json_object();
  put(evidence, "source", name(r->source, bounce_source_to_string));
  put(evidence, "part", text(r->part));
  put(evidence, "line", number(r->line));
  put(evidence, "rule", text(r->rule));
  put(evidence, "rule_place", text(r->rule_place));
  put(evidence, "matched", text(r->matched));
  put(evidence, "overruled", text(r->overruled));
  put(o, "evidence", evidence);
  return o;
}

static json_t *
original_json(const BounceOriginal *m)
{
  json_t *o = json_object();
  put(o, "message_id", text(m->message_id));
  put(o, "subject", text(m->subject));
  put(o, "from", text(m->from));
  put(o, "to", text(m->to));
  put(o, "date", text(m->date));
  put(o, "return_path", text(m->return_path));
  put(o, "list_id", text(m->list_id));
  put(o, "feedback_id", text(m->feedback_id));
  put(o, "recipient", text(m->recipient));
  put(o, "token", text(m->token));
  put(o, "address_scheme", text(m->address_scheme));
  json_t *headers = json_array();
  for (uint32_t i = 0; i < m->n_headers; i++) {
    json_t *header = json_object();
    put(header, "name", text(m->headers[i]->name));
    put(header, "value", text(m->headers[i]->value));
    json_array_append_new(headers, header);
  }
  put(o, "headers", headers);
  return o;
}

static json_t *
feedback_json(const BounceFeedback *f)
{
  if (!f)
    return json_null();
  json_t *o = json_object();
  put(o, "type", text(f->type));
  put(o, "user_agent", text(f->user_agent));
  put(o, "source_ip", text(f->source_ip));
  put(o, "original_mail_from", text(f->original_mail_from));
  put(o, "arrival_date", text(f->arrival_date));
  put(o, "reported_domain", text(f->reported_domain));
  put(o, "reported_uri", text(f->reported_uri));
  put(o, "reporting_mta", text(f->reporting_mta));
  put(o, "incidents", text(f->incidents));
  put(o, "auth_failure", text(f->auth_failure));
  put(o, "delivery_result", text(f->delivery_result));
  put(o, "authentication_results", text(f->authentication_results));
  return o;
}

static json_t *
limits_json(BounceLimit reached)
{
  json_t *list = json_array();
  for (BounceLimit bit = 1; bit && bit <= reached; bit <<= 1)
    if (reached & bit)
      json_array_append_new(list, json_string(bounce_limit_to_string(bit)));
  return list;
}

static json_t *
report_json(const BounceReport *r, const char *source)
{
  json_t *o = json_object();
  if (source)
    put(o, "source", text(source));
  put(o, "kind", name(r->kind, bounce_kind_to_string));
  json_t *recipients = json_array();
  for (uint32_t i = 0; i < r->n_recipients; i++)
    json_array_append_new(recipients, recipient_json(r->recipients[i]));
  put(o, "recipients", recipients);
  put(o, "original", original_json(r->original));
  put(o, "feedback", feedback_json(r->feedback));
  put(o, "disposition", text(r->disposition));
  put(o, "format", text(r->format));
  put(o, "reporting_mta", text(r->reporting_mta));
  put(o, "received_from_mta", text(r->received_from_mta));
  put(o, "arrival_date", text(r->arrival_date));
  put(o, "envelope_id", text(r->envelope_id));
  put(o, "message_id", text(r->message_id));
  put(o, "subject", text(r->subject));
  put(o, "from", text(r->from));
  put(o, "to", text(r->to));
  put(o, "date", text(r->date));
  put(o, "auto_submitted", text(r->auto_submitted));
  put(o, "is_null_sender", json_boolean(r->is_null_sender));
  put(o, "authentication_results", text(r->authentication_results));
  put(o, "limits_reached", limits_json(r->limits_reached));
  return o;
}

char *
bounce_report_to_json(const BounceReport *report, const char *source)
{
  if (!report)
    return NULL;
  json_t *json = report_json(report, source);
  char *out = json_dumps(json, JSON_COMPACT);
  json_decref(json);
  return out;
}

void
bounce_string_free(char *string)
{
  free(string);
}
