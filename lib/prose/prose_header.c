/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "prose/prose_header.h"

#include <string.h>

#include "base/ascii.h"
#include "base/lines.h"
#include "evidence/fields.h"

typedef enum {
  UNKNOWN,
  FIELD,
  TRACE, /* trace and signature fields, which no one writes in prose */
  STATUS /* RFC 3464 sections 2.2 and 2.3 */
} FieldKind;

#define NAMED(name, kind)                                                      \
  {                                                                            \
    name, sizeof name - 1, kind                                                \
  }

static const struct {
  const char *name;
  gsize length;
  FieldKind kind;
} known[] = {
    NAMED("received", TRACE),
    NAMED("return-path", TRACE),
    NAMED("message-id", TRACE),
    NAMED("mime-version", TRACE),
    NAMED("dkim-signature", TRACE),
    NAMED("x-received", TRACE),
    NAMED("delivered-to", TRACE),
    NAMED("domainkey-signature", TRACE),
    NAMED("arc-seal", TRACE),
    NAMED("envelope-to", TRACE),
    NAMED("in-reply-to", TRACE),
    NAMED("references", TRACE),
    NAMED("authentication-results", TRACE),
    NAMED("received-spf", TRACE),
    NAMED("arc-message-signature", TRACE),
    NAMED("content-transfer-encoding", TRACE),
    NAMED("thread-index", TRACE),
    NAMED("x-mailer", TRACE),
    NAMED("x-mimeole", TRACE),
    NAMED("arc-authentication-results", TRACE),
    NAMED("x-originating-ip", TRACE),
    NAMED("list-unsubscribe", TRACE),
    NAMED("x-google-dkim-signature", TRACE),
    NAMED("user-agent", TRACE),
    NAMED("x-priority", TRACE),
    NAMED("resent-date", TRACE),
    NAMED("from", FIELD),
    NAMED("to", FIELD),
    NAMED("subject", FIELD),
    NAMED("date", FIELD),
    NAMED("cc", FIELD),
    NAMED("sender", FIELD),
    NAMED("reply-to", FIELD),
    NAMED("content-type", FIELD),
    NAMED("list-id", FIELD),
    NAMED("precedence", FIELD),
    NAMED("errors-to", FIELD),
    NAMED("auto-submitted", FIELD),
    NAMED("importance", FIELD),
    NAMED("organization", FIELD),
    NAMED("thread-topic", FIELD),
    NAMED("reporting-mta", STATUS),
    NAMED("final-recipient", STATUS),
    NAMED("original-recipient", STATUS),
    NAMED("diagnostic-code", STATUS),
    NAMED("remote-mta", STATUS),
    NAMED("original-envelope-id", STATUS),
    NAMED("action", STATUS),
    NAMED("status", STATUS),
    NAMED("arrival-date", STATUS),
    NAMED("received-from-mta", STATUS),
    NAMED("last-attempt-date", STATUS),
    NAMED("will-retry-until", STATUS),
    NAMED("x-actual-recipient", STATUS),
    NAMED("x-display-name", STATUS),
};

#define BUCKETS 128

static guint
bucket(const char *name, gsize length)
{
  return ascii_name_key(name, length) % BUCKETS;
}

static FieldKind
kind_of_name(const char *name, gsize length)
{
  /* 1 + the first place in `known` of a bucket, and that of the next. */
  static guint8 first[BUCKETS], next[G_N_ELEMENTS(known)];
  static gsize done;
  if (g_once_init_enter(&done)) {
    for (guint i = G_N_ELEMENTS(known); i-- > 0;) {
      guint8 *list = &first[bucket(known[i].name, known[i].length)];
      next[i] = *list;
      *list = (guint8)(i + 1);
    }
    g_once_init_leave(&done, 1);
  }
  for (guint k = first[bucket(name, length)]; k; k = next[k - 1])
    if (known[k - 1].length == length &&
        g_ascii_strncasecmp(known[k - 1].name, name, length) == 0)
      return known[k - 1].kind;
  return UNKNOWN;
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
  gsize n = fields_name_length(line, length);
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
  gsize n = fields_name_length(line, length);
  FieldKind kind = n ? kind_of_name(line, n) : UNKNOWN;
  if (n && (kind != UNKNOWN || run->fields || is_mail_field(kind, line, n))) {
    count_field(run, kind, start);
    return run->fields >= 3 && run->traces >= 1;
  }
  run->fields = run->traces = 0;
  return FALSE;
}

gsize
prose_find_header(const char *text, gsize length)
{
  HeaderRun run = {0};
  for (gsize at = 0; at < length;) {
    gsize end = line_end(text, length, at);
    if (header_run_line(&run, text, at, end))
      return run.start;
    at = end + 1;
  }
  return length;
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
