/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The keys and names of Sisimai's JSON, for programs that are made for it. */
#include <string.h>

#include "dates.h"
#include "formats.h"
#include "report/json_writer.h"
#include "sisimai_readers.h"
#include "text.h"

static void
begin(Output *output, GString *out)
{
  (void)output;
  g_string_append(out, "[");
}

static void
end(Output *output, GString *out)
{
  (void)output;
  g_string_append(out, "\n]\n");
}

/* Sisimai has empty strings for what is not told. */
static void
put(GString *out, const char *key, const char *value)
{
  json_text(out, key, value ? value : "");
}

/* Sisimai's names for the steps of a session. */
static const char *
command_name(BounceCommand command)
{
  switch (command) {
  case 0:
    return NULL;
  case BOUNCE_COMMAND_CONNECT:
    return "CONN";
  case BOUNCE_COMMAND_END_OF_DATA:
    return "DATA";
  default:
    return bounce_command_to_string(command);
  }
}

static const SisimaiReader *
find_reader(const char *what, const char *name)
{
  for (guint i = 0; name && i < n_sisimai_readers; i++)
    if (!strcmp(sisimai_readers[i].what, what) &&
        !strcmp(sisimai_readers[i].name, name))
      return &sisimai_readers[i];
  return NULL;
}

/* Who read the message, in the words of its versions 4 and 5. A format that it
 * does not have keeps our name, unless the facts are a standard's. */
static void
put_reader(GString *out, const BounceReport *report, const BounceRecipient *r)
{
  const SisimaiReader *reader =
      find_reader("kind", bounce_kind_to_string(report->kind));
  const SisimaiReader own = {NULL, NULL, report->format, report->format};
  if (!reader)
    reader = find_reader("format", report->format);
  if (!reader)
    reader = find_reader("source", bounce_source_to_string(r->source));
  if (!reader)
    reader = &own;
  put(out, "smtpagent", reader->smtpagent);
  put(out, "decodedby", reader->decodedby);
}

static const char *
diagnostic_type(BounceClass class_)
{
  switch (class_) {
  case BOUNCE_CLASS_COMPLAINT:
  case BOUNCE_CLASS_AUTO_REPLY:
    return NULL;
  case BOUNCE_CLASS_MAILER_ERROR:
    return "X-UNIX";
  default:
    return "SMTP";
  }
}

/* SHA-1 of "\x02addresser\x1erecipient\x1etimestamp\x03" in lower case. */
static char *
make_token(const char *addresser, const char *recipient, gint64 timestamp)
{
  g_autofree char *text =
      g_strdup_printf("\x02%s\x1e%s\x1e%" G_GINT64_FORMAT "\x03", addresser,
                      recipient, timestamp);
  g_autofree char *lower = g_ascii_strdown(text, -1);
  return g_compute_checksum_for_string(G_CHECKSUM_SHA1, lower, -1);
}

/* As Sisimai chooses: when it was tried, taken, sent, and only then when the
 * bounce was written. */
static GDateTime *
choose_date(const BounceReport *report, const BounceRecipient *r)
{
  const char *const dates[] = {r->last_attempt, report->arrival_date,
                               report->original->date, report->date};
  GDateTime *date = NULL;
  for (gsize i = 0; !date && i < G_N_ELEMENTS(dates); i++)
    date = dates_read(dates[i]);
  return date;
}

/* Programs compute with both: without any date it is 0, not null. */
static void
put_time(GString *out, const BounceReport *report, const BounceRecipient *r,
         const char *addresser)
{
  g_autoptr(GDateTime) date = choose_date(report, r);
  const char *recipient = r->address;
  gint64 seconds = date ? g_date_time_to_unix(date) : 0;
  g_autofree char *offset = date ? g_date_time_format(date, "%z") : NULL;
  g_autofree char *token = date && addresser && recipient
                               ? make_token(addresser, recipient, seconds)
                               : NULL;
  put(out, "token", token);
  put(out, "timezoneoffset", offset ? offset : "+0000");
  g_string_append_printf(out, ",\"timestamp\":%" G_GINT64_FORMAT, seconds);
}

/* An address that must never be written to again: a hard bounce, or one that
 * complained. */
static gboolean
is_toxic(const BounceReport *report, const BounceRecipient *r)
{
  const char *type = report->feedback ? report->feedback->type : NULL;
  return r->hardness == BOUNCE_HARDNESS_HARD ||
         (type && (!strcmp(type, "abuse") || !strcmp(type, "fraud") ||
                   !strcmp(type, "opt-out")));
}

/* Version 4: 1 or 0, and -1 for what is no failure. */
static int
soft_bounce(const BounceRecipient *r)
{
  return r->hardness == BOUNCE_HARDNESS_SOFT   ? 1
         : r->hardness == BOUNCE_HARDNESS_HARD ? 0
                                               : -1;
}

static void
put_recipient(GString *out, const BounceReport *report,
              const BounceRecipient *r)
{
  char code[16] = "";
  const char *alias = r->original_address;
  if (r->reply_code)
    g_snprintf(code, sizeof code, "%u", r->reply_code);
  if (alias && r->address && g_ascii_strcasecmp(alias, r->address) == 0)
    alias = NULL;
  put(out, "recipient", r->address);
  put(out, "alias", alias);
  put(out, "destination", text_domain(r->address));
  put(out, "action", r->action ? bounce_action_to_string(r->action) : NULL);
  put(out, "reason", bounce_class_to_sisimai(r->class_));
  put(out, "deliverystatus", r->status);
  put(out, "replycode", code);
  put(out, "diagnosticcode", r->diagnostic);
  put(out, "diagnostictype", diagnostic_type(r->class_));
  put(out, "smtpcommand", command_name(r->command));
  put(out, "command", command_name(r->command));
  put(out, "rhost", r->remote_mta);
  put_reader(out, report, r);
  json_boolean(out, "hardbounce", r->hardness == BOUNCE_HARDNESS_HARD);
  g_string_append_printf(out, ",\"softbounce\":%d", soft_bounce(r));
  json_boolean(out, "toxic", is_toxic(report, r));
}

static void
append_bounce(const Item *item, const BounceRecipient *r, GString *out)
{
  const BounceReport *report = item->report;
  const BounceOriginal *original = report->original;
  g_autofree char *from = text_bare_address(original->from);
  g_autofree char *to = text_bare_address(report->to);
  /* A bounce goes to the one who sent. */
  const char *addresser = from                    ? from
                          : original->return_path ? original->return_path
                                                  : to;
  g_string_append(out, "\n{");
  put(out, "addresser", addresser);
  put(out, "senderdomain", text_domain(addresser));
  put_recipient(out, report, r);
  put(out, "lhost", report->reporting_mta);
  put(out, "messageid", original->message_id);
  put(out, "subject", original->subject);
  put(out, "listid", original->list_id);
  put(out, "feedbackid", original->feedback_id);
  put(out, "feedbacktype", report->feedback ? report->feedback->type : NULL);
  put(out, "origin", item->source);
  put(out, "catch", NULL);
  put_time(out, report, r, addresser);
  g_string_append_c(out, '}');
}

/* As Sisimai itself, without what is no failure unless that was asked for. */
static gboolean
is_wanted(const Output *output, const BounceRecipient *r)
{
  return output->selected || (r->class_ != BOUNCE_CLASS_DELIVERED &&
                              r->class_ != BOUNCE_CLASS_AUTO_REPLY);
}

static void
report(Output *output, const Item *item, GString *out)
{
  for (guint i = 0; i < item->n_recipients; i++) {
    if (!is_wanted(output, item->recipients[i]))
      continue;
    g_string_append(out, out->len ? "," : "");
    append_bounce(item, item->recipients[i], out);
  }
}

const Format format_sisimai = {
    .name = "sisimai",
    .separator = ",",
    .begin = begin,
    .report = report,
    .end = end,
};
