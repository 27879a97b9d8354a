/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bounce: what bounced mail says, for people and scripts. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "options.h"
#include "output.h"

static int
complain(BounceError *error)
{
  fprintf(stderr, "bounce: %s\n", bounce_error_message(error));
  bounce_error_free(error);
  return EXIT_UNREAD;
}

static int
scan(Options *options, const char *input)
{
  BounceError *error = NULL;
  int status = EXIT_OK;
  BounceMailbox *mailbox = strcmp(input, "-") == 0
                               ? bounce_mailbox_open_fd(STDIN_FILENO, "-")
                               : bounce_mailbox_open(input, &error);
  if (!mailbox)
    return complain(error);
  while (!ferror(stdout)) { /* nobody would see the rest */
    BounceMailboxMessage *message = bounce_mailbox_next(mailbox, &error);
    if (!message && !error)
      break;
    if (!message) {
      status = complain(g_steal_pointer(&error));
      continue;
    }
    BounceReport *report =
        bounce_parser_parse_mailbox_message(options->parser, message, NULL);
    output_report(&options->output, report,
                  bounce_mailbox_message_source(message));
    bounce_report_free(report);
    bounce_mailbox_message_free(message);
  }
  bounce_mailbox_free(mailbox);
  return status;
}

static void
classify(Options *options, const char *reply, gsize length)
{
  BounceReport *report = bounce_parser_classify_reply(
      options->parser, reply, length, options->host, NULL);
  output_report(&options->output, report, NULL);
  bounce_report_free(report);
}

static void
classify_lines(Options *options)
{
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  while ((length = getline(&line, &room, stdin)) >= 0)
    classify(options, line, (gsize)length);
  free(line);
}

static int
run(Options *options)
{
  int status = EXIT_OK;
  output_begin(&options->output);
  if (options->reply && strcmp(options->reply, "-") == 0)
    classify_lines(options);
  else if (options->reply)
    classify(options, options->reply, strlen(options->reply));
  for (char **input = options->inputs; input && *input; input++)
    if (scan(options, *input) != EXIT_OK)
      status = EXIT_UNREAD;
  output_end(&options->output);
  if (fflush(stdout) != 0 || ferror(stdout)) {
    fprintf(stderr, "bounce: standard output: %s\n", g_strerror(errno));
    status = EXIT_UNREAD;
  }
  return status;
}

int
main(int argc, char **argv)
{
  Options options = {0};
  int status;
  setlocale(LC_ALL, "");
  if (options_read(&options, argc, argv, &status))
    status = run(&options);
  options_clear(&options);
  return status;
}
