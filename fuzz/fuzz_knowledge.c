/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules and formats from strangers: read, or refused with an error. */
#include "check.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const char reply[] = "550 5.1.1 user unknown";
  const char *text = (const char *)data;
  BounceParser *parser = bounce_parser_new();
  BounceError *error = NULL;
  bool good = bounce_parser_add_rules(parser, "rules", text, size, &error);
  demand(good == (error == NULL));
  bounce_error_free(error);
  error = NULL;
  good = bounce_parser_add_formats(parser, "formats", text, size, &error);
  demand(good == (error == NULL));
  bounce_error_free(error);
  check_report(bounce_parser_classify_reply(parser, reply, sizeof reply - 1,
                                            NULL, NULL));
  bounce_parser_unref(parser);
  return 0;
}
