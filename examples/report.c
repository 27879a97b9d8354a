/* What a bounce says: cc report.c $(pkg-config --cflags --libs bounce) */
#include <stdio.h>

#include <bounce/bounce.h>

int
main(int argc, char **argv)
{
  BounceParser *parser = bounce_parser_new();
  BounceError *error = NULL;
  BounceReport *report =
      bounce_parser_parse_file(parser, argc > 1 ? argv[1] : "-", &error);
  if (!report) {
    fprintf(stderr, "%s\n", bounce_error_message(error));
    bounce_error_free(error);
    bounce_parser_unref(parser);
    return 1;
  }
  for (uint32_t i = 0; i < report->n_recipients; i++) {
    const BounceRecipient *recipient = report->recipients[i];
    printf("%s: %s, %s, refused by %s\n",
           recipient->address ? recipient->address : "somebody",
           bounce_class_to_string(recipient->class_),
           bounce_hardness_to_string(recipient->hardness),
           recipient->remote_mta ? recipient->remote_mta : "nobody named");
  }
  const char *id = report->original->message_id;
  printf("about the message %s\n", id ? id : "that is not named");
  bounce_report_free(report);
  bounce_parser_unref(parser);
  return 0;
}
