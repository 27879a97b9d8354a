/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The fields of a delivery status; line ends change nothing. */
#include "check.h"

static char *
read_status(const char *ends, const GString *fields)
{
  g_autoptr(GString) message =
      g_string_new("From: <>\nContent-Type: message/delivery-status\n\n");
  g_string_append_len(message, fields->str, (gssize)fields->len);
  g_string_replace(message, "\n", ends, 0);
  BounceReport *report =
      bounce_parser_parse(shared_parser(), message->str, message->len, NULL);
  char *json = bounce_report_to_json(report, NULL);
  check_report(report);
  return json;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(GString) fields =
      g_string_new_len((const char *)data, (gssize)size);
  g_string_replace(fields, "\r", "", 0);
  char *with_lf = read_status("\n", fields);
  char *with_crlf = read_status("\r\n", fields);
  demand(strcmp(with_lf, with_crlf) == 0);
  bounce_string_free(with_lf);
  bounce_string_free(with_crlf);
  return 0;
}
