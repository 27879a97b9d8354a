/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A message from bytes to JSON, which must be valid UTF-8. */
#include <stdlib.h>

#include <glib.h>

#include <bounce/bounce.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static BounceParser *parser;
  if (!parser)
    parser = bounce_parser_new();
  BounceReport *report = bounce_parser_parse(parser, data, size, NULL);
  char *json = bounce_report_to_json(report, NULL);
  if (!g_utf8_validate(json, -1, NULL))
    abort();
  bounce_string_free(json);
  bounce_report_free(report);
  return 0;
}
