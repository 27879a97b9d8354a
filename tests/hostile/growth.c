/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* growth FILE...: reads each message to its JSON; hostile.py runs it in
 * callgrind, which writes down what each one took. */
#include <stdlib.h>

#include <valgrind/callgrind.h>

#include <bounce/bounce.h>

static int
read_one(const BounceParser *parser, const char *path)
{
  BounceReport *report = bounce_parser_parse_file(parser, path, NULL);
  char *json = report ? bounce_report_to_json(report, NULL) : NULL;
  int failed = !json;
  bounce_string_free(json);
  bounce_report_free(report);
  return failed;
}

int
main(int argc, char **argv)
{
  static const char warm[] = "From: MAILER-DAEMON@example.org\n\n"
                             "<u@example.net>: 550 5.1.1 no such user\n";
  BounceParser *parser = bounce_parser_new();
  int failed = 0;
  /* What is made once is no message's. */
  bounce_report_free(bounce_parser_parse(parser, warm, sizeof warm - 1, NULL));
  CALLGRIND_ZERO_STATS;
  for (int i = 1; i < argc; i++) {
    failed |= read_one(parser, argv[i]);
    CALLGRIND_DUMP_STATS;
  }
  bounce_parser_unref(parser);
  return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
