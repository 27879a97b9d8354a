/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A bare reply; a temporary one must never be hard. */
#include <stdlib.h>

#include <bounce/bounce.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static BounceParser *parser;
  if (!parser)
    parser = bounce_parser_new();
  BounceReport *report = bounce_parser_classify_reply(
      parser, (const char *)data, size, "mx.example.org", NULL);
  const BounceRecipient *recipient = bounce_report_recipient(report, 0);
  if (recipient->reply_code / 100 == 4 &&
      recipient->hardness == BOUNCE_HARDNESS_HARD)
    abort();
  bounce_report_free(report);
  return 0;
}
