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
  keep_headers(evidence, fields);
}
