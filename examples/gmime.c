/* A program that has parsed a message with GMime already: gmime FILE */
#include <stdio.h>

#include <bounce/bounce.h>
#include <bounce/gmime.h>

static GMimeMessage *
read_message(const char *path)
{
  GMimeStream *stream = g_mime_stream_file_open(path, "r", NULL);
  if (!stream)
    return NULL;
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
  g_object_unref(parser);
  g_object_unref(stream);
  return message;
}

int
main(int argc, char **argv)
{
  g_mime_init();
  GMimeMessage *message = argc == 2 ? read_message(argv[1]) : NULL;
  if (!message) {
    fprintf(stderr, "usage: %s FILE, a file that can be read\n", argv[0]);
    return 1;
  }
  BounceParser *parser = bounce_parser_new();
  BounceError *error = NULL;
  BounceReport *report = bounce_parser_parse_message(parser, message, &error);
  if (report) {
    const char *subject = g_mime_message_get_subject(message);
    printf("%s: %s\n", subject ? subject : "no subject",
           bounce_kind_to_string(report->kind));
  } else {
    fprintf(stderr, "%s\n", bounce_error_message(error));
  }
  int result = report ? 0 : 1;
  bounce_error_free(error);
  bounce_report_free(report);
  bounce_parser_unref(parser);
  g_object_unref(message);
  return result;
}
