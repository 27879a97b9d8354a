/* What a sending program does with the reply to RCPT or to the final dot:
 * classify "550 5.1.1 No such user" mx.example.net */
#include <stdio.h>
#include <string.h>

#include <bounce/bounce.h>

static const char *
next_step(const BounceRecipient *recipient)
{
  switch (recipient->advice) {
  case BOUNCE_ADVICE_RETRY:
    return "stays in the queue";
  case BOUNCE_ADVICE_SLOW_DOWN:
    return "stays in the queue, and this host gets less";
  case BOUNCE_ADVICE_SUPPRESS:
  case BOUNCE_ADVICE_CORRECT_ADDRESS:
    return "is given up, and so is the address";
  default:
    return "is given up, the address is kept";
  }
}

int
main(int argc, char **argv)
{
  if (argc < 2 || argc > 3) {
    fprintf(stderr, "usage: %s REPLY [HOST]\n", argv[0]);
    return 2;
  }
  BounceParser *parser = bounce_parser_new();
  BounceError *error = NULL;
  BounceReport *report = bounce_parser_classify_reply(
      parser, argv[1], strlen(argv[1]), argc == 3 ? argv[2] : NULL, &error);
  if (!report) {
    fprintf(stderr, "%s\n", bounce_error_message(error));
    bounce_error_free(error);
    bounce_parser_unref(parser);
    return 1;
  }
  const BounceRecipient *recipient = bounce_report_recipient(report, 0);
  if (recipient)
    printf("%s: the message %s\n", bounce_class_to_string(recipient->class_),
           next_step(recipient));
  bounce_report_free(report);
  bounce_parser_unref(parser);
  return 0;
}
