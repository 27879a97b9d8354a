/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Message disposition notifications: read receipts (RFC 8098). */
#include <string.h>

#include "decode.h"
#include "evidence.h"

void
disposition_read(Evidence *evidence, const Part *part)
{
  const Limits *limits = &evidence->config->limits;
  FieldsLimits bounds = {(guint)MIN(limits->headers, G_MAXUINT),
                         limits->header_bytes};
  Fields fields = {0};
  gboolean limited = FALSE;
  gsize start = strspn(part->text, "\n");
  fields_read(evidence->arena, part->text + start, part->length - start,
              (guint)start + 1, &bounds, &fields, &limited);
  if (limited)
    evidence->reached |= BOUNCE_LIMIT_HEADERS;
  const char *disposition = fields_get(&fields, "Disposition");
  if (!disposition)
    return;
  evidence->report->disposition = decode_field(evidence->arena, disposition);
  evidence->kind = BOUNCE_KIND_READ_RECEIPT;
  /* Section 3.2.5: the id of the message that was read. */
  const char *id = fields_get(&fields, "Original-Message-ID");
  if (id) {
    Field field = {"Message-ID", id, 1};
    original_read(evidence, &(Fields){&field, 1, 1});
  }
}
