/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "prose/prose_header.h"

#include <string.h>

#include "base/lines.h"
#include "evidence/fields.h"

typedef enum {
  UNKNOWN,
  FIELD,
  TRACE, /* trace and signature fields, which no one writes in prose */
  STATUS /* RFC 3464 sections 2.2 and 2.3 */
} FieldKind;

static const struct {
  const char *name;
  FieldKind kind;
} known[] = {
    {"received", TRACE},
    {"return-path", TRACE},
    {"message-id", TRACE},
    {"mime-version", TRACE},
    {"dkim-signature", TRACE},
    {"x-received", TRACE},
    {"delivered-to", TRACE},
    {"domainkey-signature", TRACE},
    {"arc-seal", TRACE},
    {"envelope-to", TRACE},
    {"in-reply-to", TRACE},
    {"references", TRACE},
    {"authentication-results", TRACE},
    {"received-spf", TRACE},
    {"arc-message-signature", TRACE},
    {"content-transfer-encoding", TRACE},
    {"thread-index", TRACE},
    {"x-mailer", TRACE},
    {"x-mimeole", TRACE},
    {"arc-authentication-results", TRACE},
    {"x-originating-ip", TRACE},
    {"list-unsubscribe", TRACE},
    {"x-google-dkim-signature", TRACE},
    {"user-agent", TRACE},
    {"x-priority", TRACE},
    {"resent-date", TRACE},
    {"from", FIELD},
    {"to", FIELD},
    {"subject", FIELD},
    {"date", FIELD},
    {"cc", FIELD},
    {"sender", FIELD},
    {"reply-to", FIELD},
    {"content-type", FIELD},
    {"list-id", FIELD},
    {"precedence", FIELD},
    {"errors-to", FIELD},
    {"auto-submitted", FIELD},
    {"importance", FIELD},
    {"organization", FIELD},
    {"thread-topic", FIELD},
    {"reporting-mta", STATUS},
    {"final-recipient", STATUS},
    {"original-recipient", STATUS},
    {"diagnostic-code", STATUS},
    {"remote-mta", STATUS},
    {"original-envelope-id", STATUS},
    {"action", STATUS},
    {"status", STATUS},
    {"arrival-date", STATUS},
    {"received-from-mta", STATUS},
    {"last-attempt-date", STATUS},
    {"will-retry-until", STATUS},
    {"x-actual-recipient", STATUS},
    {"x-display-name", STATUS},
};

static FieldKind
kind_of_name(const char *name, gsize length)
{
  /* By the first letter: 1 + the place in `known`, and that of the next. */
  static guint8 first['z' + 1], next[G_N_ELEMENTS(known)];
  static gsize done;
  if (g_once_init_enter(&done)) {
    for (guint i = G_N_ELEMENTS(known); i-- > 0;) {
      guint8 *list = &first[(guchar)known[i].name[0]];
      next[i] = *list;
      *list = (guint8)(i + 1);
    }
    g_once_init_leave(&done, 1);
  }
  guchar letter = (guchar)g_ascii_tolower(*name);
  for (guint k = letter <= 'z' ? first[letter] : 0; k; k = next[k - 1])
    if (strlen(known[k - 1].name) == length &&
        g_ascii_strncasecmp(known[k - 1].name, name, length) == 0)
      return known[k - 1].kind;
  return UNKNOWN;
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
is_mail_field(FieldKind kind, const char *name, gsize length)
{
  return kind == FIELD || kind == TRACE ||
         (length > 2 && g_ascii_strncasecmp(name, "x-", 2) == 0);
}

gboolean
header_line_is_field(const char *line, gsize length)
{
  gsize n = name_length(line, length);
  return n && is_mail_field(kind_of_name(line, n), line, n);
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
count_field(HeaderRun *run, FieldKind kind, gsize start)
{
  if (kind == STATUS) {
    if (!run->status++)
      run->status_start = start;
    return;
  }
  if (!run->fields)
    run->start = start;
  run->fields++;
  run->traces += kind == TRACE;
}

gboolean
header_run_line(HeaderRun *run, const char *text, gsize start, gsize end)
{
  const char *line = text + start;
  gsize length = end - start;
  if (length && run->fields && (line[0] == ' ' || line[0] == '\t'))
    return FALSE;
  gsize n = name_length(line, length);
  FieldKind kind = n ? kind_of_name(line, n) : UNKNOWN;
  if (n && (kind != UNKNOWN || run->fields || is_mail_field(kind, line, n))) {
    count_field(run, kind, start);
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
