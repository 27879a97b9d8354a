/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reference of the message that a report is about (RFC 3462, 6522). */
#include <string.h>

#include "evidence/address.h"
#include "walk/decode.h"
#include "evidence/evidence.h"

/* The content of the first angle brackets, or the value without them. */
static const char *
unbracket(Arena *arena, const char *value)
{
  const char *open = value ? strchr(value, '<') : NULL;
  if (!open)
    return value && *value ? value : NULL;
  const char *close = strchr(open, '>');
  gsize length = close ? (gsize)(close - open) - 1 : strlen(open + 1);
  return length ? arena_strndup(arena, open + 1, length) : NULL;
}

static const char *
not_empty(const char *value)
{
  return value && *value ? value : NULL;
}

static void
keep_headers(Evidence *evidence, const Fields *fields)
{
  BounceOriginal *original = evidence->original;
  const GPtrArray *names = evidence->config->keep_headers;
  if (!names->len || original->n_headers)
    return;
  const BounceHeader **kept =
      arena_alloc(evidence->arena, fields->n * sizeof(BounceHeader *));
  for (guint i = 0; i < fields->n; i++) {
    const Field *field = &fields->items[i];
    gboolean wanted = FALSE;
    for (guint k = 0; k < names->len && !wanted; k++)
      wanted = g_ascii_strcasecmp(names->pdata[k], field->name) == 0;
    if (!wanted)
      continue;
    BounceHeader *header = arena_new0(evidence->arena, BounceHeader);
    header->name = field->name;
    header->value = decode_field(evidence->arena, field->value);
    kept[original->n_headers++] = header;
  }
  original->headers = kept;
}

/* Whom the last server got it for (RFC 5321 section 4.4): one of many whom the
 * To field of a list's mail does not name. */
static const char *
received_for(Arena *arena, const Fields *fields)
{
  const char *received = fields_get(fields, "Received");
  for (const char *p = received; p && *p; p++)
    if (g_ascii_isspace(*p) && g_ascii_strncasecmp(p + 1, "for ", 4) == 0)
      return address_read(arena, p + 5 + strspn(p + 5, " \t\n"));
  return NULL;
}

static gboolean
is_list_mail(const Fields *fields)
{
  const char *precedence = fields_get(fields, "Precedence");
  return fields_find(fields, "List-Id") || fields_find(fields, "List-Post") ||
         (precedence && g_ascii_strcasecmp(precedence, "list") == 0);
}

static const char *
addressee_of(Arena *arena, const Fields *fields)
{
  const char *to = fields_get(fields, "To");
  const char *address = received_for(arena, fields);
  if (address || !to || strchr(to, ',') || fields_find(fields, "Cc") ||
      is_list_mail(fields))
    return address;
  return address_of_mailbox(arena, to);
}

#define FILL(member, value)                                                    \
  if (!original->member)                                                       \
  original->member = (value)

void
original_read(Evidence *evidence, const Fields *fields)
{
  Arena *arena = evidence->arena;
  BounceOriginal *original = evidence->original;
  FILL(message_id, unbracket(arena, fields_get(fields, "Message-ID")));
  FILL(subject, not_empty(decode_field(arena, fields_get(fields, "Subject"))));
  FILL(from, not_empty(decode_field(arena, fields_get(fields, "From"))));
  FILL(to, not_empty(decode_field(arena, fields_get(fields, "To"))));
  FILL(date, not_empty(fields_get(fields, "Date")));
  FILL(return_path, address_read(arena, fields_get(fields, "Return-Path")));
  FILL(list_id, unbracket(arena, fields_get(fields, "List-Id")));
  FILL(feedback_id, not_empty(fields_get(fields, "Feedback-ID")));
  if (!evidence->addressee)
    evidence->addressee = addressee_of(arena, fields);
  keep_headers(evidence, fields);
}
