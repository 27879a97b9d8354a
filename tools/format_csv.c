/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* RFC 4180: a header row, then one row a recipient. */
#include <string.h>

#include "dates.h"
#include "formats.h"

static const char *const titles[] = {
    "source",        "kind",       "address",    "original_address",
    "action",        "class",      "category",   "hardness",
    "advice",        "reply_code", "status",     "diagnostic",
    "command",       "remote_mta", "blocklist",  "rule",
    "reporting_mta", "date",       "message_id", "subject",
    "from",          "to",         "provider"};

/* A spreadsheet runs a cell that starts with one of these as a formula, some
 * also where it is a full-width letter; an apostrophe makes it a text. */
static gboolean
is_formula(const char *text)
{
  static const char *const starts[] = {"=",      "+",      "-",     "@",
                                       "\t",     "\r",     "\n",    "\uff1d",
                                       "\uff0b", "\uff0d", "\uff20"};
  for (gsize i = 0; i < G_N_ELEMENTS(starts); i++)
    if (g_str_has_prefix(text, starts[i]))
      return TRUE;
  return FALSE;
}

static void
append_cell(const Output *output, const char *text, GString *out)
{
  gboolean quoted;
  if (!text)
    text = "";
  quoted = strpbrk(text, "\",\r\n") != NULL;
  g_string_append(out, quoted ? "\"" : "");
  if (!output->raw && is_formula(text))
    g_string_append_c(out, '\'');
  for (; *text; text++) {
    g_string_append(out, *text == '"' ? "\"" : "");
    g_string_append_c(out, *text);
  }
  g_string_append(out, quoted ? "\"" : "");
}

static void
begin(Output *output, GString *out)
{
  for (gsize i = 0; i < G_N_ELEMENTS(titles); i++) {
    g_string_append(out, i ? "," : "");
    append_cell(output, titles[i], out);
  }
  g_string_append(out, "\r\n");
}

static char *
date_text(const BounceReport *report)
{
  g_autoptr(GDateTime) date = dates_of_report(report);
  g_autoptr(GDateTime) utc = date ? g_date_time_to_utc(date) : NULL;
  return utc ? g_date_time_format_iso8601(utc) : NULL;
}

/* `r` NULL: a message without recipients. */
static void
append_row(const Output *output, const Item *item, const BounceRecipient *r,
           const char *date, GString *out)
{
  static const BounceRecipient nobody = {0};
  const BounceReport *report = item->report;
  const BounceOriginal *original = report->original;
  const BounceRecipient *who = r ? r : &nobody;
  char code[16] = "";
  if (who->reply_code)
    g_snprintf(code, sizeof code, "%u", who->reply_code);
  const char *const cells[] = {
      item->source,
      bounce_kind_to_string(report->kind),
      who->address,
      who->original_address,
      who->action ? bounce_action_to_string(who->action) : NULL,
      r ? bounce_class_to_string(who->class_) : NULL,
      r ? bounce_category_to_string(who->category) : NULL,
      r ? bounce_hardness_to_string(who->hardness) : NULL,
      who->advice ? bounce_advice_to_string(who->advice) : NULL,
      code,
      who->status,
      who->diagnostic,
      who->command ? bounce_command_to_string(who->command) : NULL,
      who->remote_mta,
      who->blocklist,
      who->rule,
      report->reporting_mta,
      date,
      original->message_id,
      original->subject,
      original->from,
      original->to,
      who->provider};
  G_STATIC_ASSERT(G_N_ELEMENTS(cells) == G_N_ELEMENTS(titles));
  for (gsize i = 0; i < G_N_ELEMENTS(cells); i++) {
    g_string_append(out, i ? "," : "");
    append_cell(output, cells[i], out);
  }
  g_string_append(out, "\r\n");
}

static void
report(Output *output, const Item *item, GString *out)
{
  g_autofree char *date = date_text(item->report);
  for (guint i = 0; i < item->n_recipients; i++)
    append_row(output, item, item->recipients[i], date, out);
  if (!item->n_recipients)
    append_row(output, item, NULL, date, out);
}

const Format format_csv = {
    .name = "csv",
    .begin = begin,
    .report = report,
};
