/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Message disposition notifications: read receipts (RFC 8098). */
#include <string.h>

#include "evidence/address.h"
#include "walk/decode.h"
#include "evidence/evidence.h"

/* Sieve's reject writes a disposition notification, too (RFC 5429 section
 * 2.2); RFC 3834 section 5 lets it say so in a comment. */
static gboolean
is_rejection(const Evidence *evidence, const char *disposition)
{
  const char *submitted =
      fields_get(walk_report_header(evidence->walk), "Auto-Submitted");
  g_autofree char *mode = g_ascii_strdown(disposition, -1);
  return submitted && strstr(submitted, "(rejected)") &&
         g_str_has_prefix(mode, "automatic-action") && strstr(mode, "deleted");
}

static void
add_rejected(Evidence *evidence, const Part *part, const Fields *fields)
{
  RecipientFacts facts = {.action = BOUNCE_ACTION_FAILED,
                          .source = BOUNCE_SOURCE_DISPOSITION,
                          .part = part->path};
  const char *recipient = fields_get(fields, "Final-Recipient");
  if (recipient)
    facts.address = address_read(evidence->arena, recipient);
  evidence_add(evidence, &facts);
}

void
disposition_read(Evidence *evidence, const Part *part)
{
  FieldsLimits bounds = fields_limits(&evidence->config->limits);
  Fields fields = {0};
  gsize start = strspn(part->text, "\n");
  fields_read(evidence->arena, part->text + start, part->length - start,
              (guint)start + 1, &bounds, &fields, &evidence->reached);
  const char *disposition = fields_get(&fields, "Disposition");
  if (!disposition)
    return;
  evidence->report->disposition = decode_field(evidence->arena, disposition);
  if (is_rejection(evidence, disposition))
    add_rejected(evidence, part, &fields);
  else
    evidence->kind = BOUNCE_KIND_READ_RECEIPT;
  /* Section 3.2.5: the id of the message that was read. */
  const char *id = fields_get(&fields, "Original-Message-ID");
  if (id) {
    Field field = {"Message-ID", id, 1};
    original_read(evidence, &(Fields){&field, 1, 1});
  }
}
