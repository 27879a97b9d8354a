/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A bare reply. */
#include "check.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  check_report(bounce_parser_classify_reply(shared_parser(), (const char *)data,
                                            size, "mx.example.org", NULL));
  return 0;
}
