/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "prose/prose_header.h"

#include <string.h>

#include "base/lines.h"
#include "evidence/fields.h"

/* Trace and signature fields, which no one writes in prose. */
static const char *const traces[] = {"received",
                                     "return-path",
                                     "message-id",
                                     "mime-version",
                                     "dkim-signature",
                                     "x-received",
                                     "delivered-to",
                                     "domainkey-signature",
                                     "arc-seal",
                                     "envelope-to",
                                     "in-reply-to",
                                     "references",
                                     "authentication-results",
                                     "received-spf",
                                     "arc-message-signature",
                                     "content-transfer-encoding",
                                     "thread-index",
                                     "x-mailer",
                                     "x-mimeole",
                                     "arc-authentication-results",
                                     "x-originating-ip",
                                     "list-unsubscribe",
                                     "x-google-dkim-signature",
                                     "user-agent",
                                     "x-priority",
                                     "resent-date"};

static const char *const fields[] = {
    "from",       "to",           "subject",     "date",
    "cc",         "sender",       "reply-to",    "content-type",
    "list-id",    "precedence",   "errors-to",   "auto-submitted",
    "importance", "organization", "thread-topic"};

/* RFC 3464 sections 2.2 and 2.3. */
static const char *const statuses[] = {"reporting-mta",
                                       "final-recipient",
                                       "original-recipient",
                                       "diagnostic-code",
                                       "remote-mta",
                                       "original-envelope-id",
                                       "action",
                                       "status",
                                       "arrival-date",
                                       "received-from-mta",
                                       "last-attempt-date",
                                       "will-retry-until",
                                       "x-actual-recipient",
                                       "x-display-name"};

static gboolean
is_one_of(const char *name, gsize length, const char *const *names, gsize n)
{
  char first = g_ascii_tolower(*name);
  for (gsize i = 0; i < n; i++)
    if (names[i][0] == first && strlen(names[i]) == length &&
        g_ascii_strncasecmp(names[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

/* The length of the field's name, blanks before the colon left out. */
static gsize
name_length(const char *line, gsize length)
{
  gsize n = fields_name_length(line, length);
  while (n && (line[n - 1] == ' ' || line[n - 1] == '\t'))
    n--;
  return n;
}

static gboolean
is_field_name(const char *line, gsize n)
{
  return n && (is_one_of(line, n, traces, G_N_ELEMENTS(traces)) ||
               is_one_of(line, n, fields, G_N_ELEMENTS(fields)) ||
               (n > 2 && g_ascii_strncasecmp(line, "x-", 2) == 0));
}

gboolean
header_line_is_field(const char *line, gsize length)
{
  return is_field_name(line, name_length(line, length));
}

/* How many blanks stand before a place in its line; 0 where anything else
 * does. */
static gsize
margin_before(const char *text, gsize at)
{
  gsize start = at;
  while (start && (text[start - 1] == ' ' || text[start - 1] == '\t'))
    start--;
  return !start || text[start - 1] == '\n' ? at - start : 0;
}

const char *
header_without_margin(Arena *arena, const char *text, gsize *length, gsize at)
{
  gsize margin = margin_before(text, at), n = 0;
  const char *blanks = text + at - margin;
  gsize left = *length - at;
  *length = left;
  if (!margin)
    return text + at;
  char *out = arena_alloc(arena, left + 1);
  for (gsize i = 0; i < left;) {
    gsize end = line_next(text + at, left, i);
    memcpy(out + n, text + at + i, end - i);
    n += end - i;
    gboolean same =
        left - end > margin && memcmp(text + at + end, blanks, margin) == 0;
    if (!same)
      break;
    i = end + margin;
  }
  out[n] = '\0';
  *length = n;
  return out;
}

static void
count_field(HeaderRun *run, const char *line, gsize n, gsize start)
{
  if (is_one_of(line, n, statuses, G_N_ELEMENTS(statuses))) {
    if (!run->status++)
      run->status_start = start;
    return;
  }
  if (!run->fields)
    run->start = start;
  run->fields++;
  if (is_one_of(line, n, traces, G_N_ELEMENTS(traces)))
    run->traces++;
}

gboolean
header_run_line(HeaderRun *run, const char *text, gsize start, gsize end)
{
  const char *line = text + start;
  gsize length = end - start;
  if (length && run->fields && (line[0] == ' ' || line[0] == '\t'))
    return FALSE;
  gsize n = name_length(line, length);
  if (n && (is_field_name(line, n) || run->fields ||
            is_one_of(line, n, statuses, G_N_ELEMENTS(statuses)))) {
    count_field(run, line, n, start);
    return run->fields >= 3 && run->traces >= 1;
  }
  run->fields = run->traces = 0;
  return FALSE;
}

/* Behind a list's or ticket's tag ("[news] Re:"), too. */
static gboolean
starts_with_any(const char *subject, const char *const *starts, gsize n)
{
  const char *tag = subject && *subject == '[' ? strchr(subject, ']') : NULL;
  if (tag)
    subject = tag + 1;
  while (subject && g_ascii_isspace(*subject))
    subject++;
  for (gsize i = 0; subject && i < n; i++)
    if (g_ascii_strncasecmp(subject, starts[i], strlen(starts[i])) == 0)
      return TRUE;
  return FALSE;
}

gboolean
prose_is_answer(const char *subject)
{
  static const char *const starts[] = {
      "re:", "aw:", "sv:", "vs:", "antw:", "res:", "odp:", "ynt:", "re :"};
  return starts_with_any(subject, starts, G_N_ELEMENTS(starts));
}

gboolean
prose_is_numbered(const char *subject)
{
  gsize length = subject && *subject == '[' ? strcspn(subject, "]") : 0;
  return length && strcspn(subject, "0123456789") < length;
}

gboolean
prose_is_forwarded(const char *subject)
{
  static const char *const starts[] = {
      "fw:", "fwd:", "wg:", "vb:", "tr:", "rv:", "enc:", "doorst:"};
  return starts_with_any(subject, starts, G_N_ELEMENTS(starts));
}
