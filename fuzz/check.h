/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What each report must hold, whatever it was made from. */
#ifndef FUZZ_CHECK_H
#define FUZZ_CHECK_H

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include <bounce/bounce.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void
demand(bool holds)
{
  if (!holds)
    abort();
}

static inline BounceParser *
shared_parser(void)
{
  static BounceParser *parser;
  if (!parser)
    parser = bounce_parser_new();
  return parser;
}

/* Frees the report; its JSON is valid UTF-8, what is temporary is not hard. */
static inline void
check_report(BounceReport *report)
{
  char *json = bounce_report_to_json(report, NULL);
  demand(g_utf8_validate(json, -1, NULL));
  bounce_string_free(json);
  for (uint32_t i = 0; i < bounce_report_n_recipients(report); i++) {
    const BounceRecipient *recipient = bounce_report_recipient(report, i);
    demand(recipient->hardness != BOUNCE_HARDNESS_HARD ||
           recipient->reply_code / 100 != 4);
  }
  bounce_report_free(report);
}

#endif
