/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "walk/sniff.h"

#include <string.h>

#include "base/lines.h"

static const char *const mail_fields[] = {
    "From",     "To",          "Subject",      "Date",         "Message-ID",
    "Received", "Return-Path", "MIME-Version", "Content-Type", "Delivered-To",
    "Sender",   "Reply-To",    "Cc",           "X-Original-To"};

/* The first ones name whom or what a report is about; the rest may stand in
 * any list of values. */
#define N_NAMING_FIELDS 3
static const char *const status_fields[] = {
    "Reporting-MTA", "Final-Recipient", "Original-Recipient", "Action",
    "Status",        "Diagnostic-Code", "Remote-MTA"};

/* RFC 5965 section 3.1: all three are required. */
static const char *const feedback_fields[] = {"Feedback-Type", "User-Agent",
                                              "Version"};

static gboolean
is_among(const char *name, gsize length, const char *const *names, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (strlen(names[i]) == length &&
        g_ascii_strncasecmp(name, names[i], length) == 0)
      return TRUE;
  return FALSE;
}

gboolean
sniff_header(const Fields *fields)
{
  for (guint i = 0; i < fields->n; i++)
    if (is_among(fields->items[i].name, strlen(fields->items[i].name),
                 mail_fields, G_N_ELEMENTS(mail_fields)))
      return TRUE;
  return FALSE;
}

gboolean
sniff_part_header(const Fields *fields)
{
  static const char *const names[] = {"Received", "From",       "To",
                                      "Subject",  "Message-ID", "Date"};
  guint n = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    n += fields_find(fields, names[i]) != NULL;
  return n >= 3;
}

static gboolean
is_daemon(const char *from)
{
  static const char *const names[] = {"mailer-daemon", "maildaemon",
                                      "mail-daemon", "mailerdaemon",
                                      "postmaster"};
  for (const char *p = from; p && (p = strpbrk(p, "MPmp")); p++)
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
      if (g_ascii_strncasecmp(p, names[i], strlen(names[i])) == 0)
        return TRUE;
  return FALSE;
}

gboolean
sniff_daemon_name(const Fields *header)
{
  const char *from = fields_get(header, "From");
  return is_daemon(from) || (from && strcmp(from, "<>") == 0);
}

gboolean
sniff_daemon(const Fields *header)
{
  const char *return_path = fields_get(header, "Return-Path");
  return (return_path && strcmp(return_path, "<>") == 0) ||
         is_daemon(return_path) || sniff_daemon_name(header) ||
         fields_find(header, "X-Failed-Recipients");
}

gboolean
sniff_is_blank(const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace(text[i]))
      return FALSE;
  return TRUE;
}

gboolean
sniff_line_is_empty(const char *line, gsize length)
{
  while (length && (*line == '\r' || *line == '\n')) {
    line++;
    length--;
  }
  return length == 0;
}

gsize
sniff_header_length(const char *bytes, gsize length)
{
  for (gsize i = 0; i < length;) {
    gsize next = line_next(bytes, length, i);
    if (sniff_line_is_empty(bytes + i, next - i))
      return next;
    i = next;
  }
  return length;
}

PartKind
sniff_kind(const Part *part, gboolean later)
{
  guint mail = 0, status = 0, names = 0, feedback = 0;
  gboolean named = FALSE;
  for (gsize i = 0, lines = 0; i < part->length && lines < 30; lines++) {
    gsize next = line_next(part->text, part->length, i);
    gsize name = fields_name_length(part->text + i, next - i);
    mail +=
        is_among(part->text + i, name, mail_fields, G_N_ELEMENTS(mail_fields));
    status += is_among(part->text + i, name, status_fields,
                       G_N_ELEMENTS(status_fields));
    names += is_among(part->text + i, name, status_fields, N_NAMING_FIELDS);
    feedback += is_among(part->text + i, name, feedback_fields,
                         G_N_ELEMENTS(feedback_fields));
    named |= name > 0;
    gboolean continues = named && strchr(" \t", part->text[i]);
    gboolean is_text =
        !name && next - i > 1 && !continues && part->text[i] != '\r';
    if (is_text)
      break;
    i = next;
  }
  if (names && status >= 2 && status > mail)
    return PART_DELIVERY_STATUS;
  if (later && feedback == G_N_ELEMENTS(feedback_fields) && !mail)
    return PART_FEEDBACK_REPORT;
  return later && mail >= 2 ? PART_ORIGINAL : PART_TEXT;
}
