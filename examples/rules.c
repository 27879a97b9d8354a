/* A program's own rules, before the built-in ones: rules RULES REPLY */
#include <stdio.h>
#include <string.h>

#include <bounce/bounce.h>

static int
fail(BounceParser *parser, BounceError *error)
{
  /* The message names the file and the line. */
  fprintf(stderr, "%s\n", bounce_error_message(error));
  bounce_error_free(error);
  bounce_parser_unref(parser);
  return 1;
}

int
main(int argc, char **argv)
{
  if (argc != 3) {
    fprintf(stderr, "usage: %s RULES REPLY\n", argv[0]);
    return 2;
  }
  BounceParser *parser = bounce_parser_new();
  BounceError *error = NULL;
  if (!bounce_parser_add_rules_file(parser, argv[1], &error))
    return fail(parser, error);
  BounceReport *report = bounce_parser_classify_reply(
      parser, argv[2], strlen(argv[2]), NULL, &error);
  if (!report)
    return fail(parser, error);
  const BounceRecipient *recipient = bounce_report_recipient(report, 0);
  if (recipient)
    printf("%s\n", bounce_class_to_string(recipient->class_));
  bounce_report_free(report);
  bounce_parser_unref(parser);
  return 0;
}
