/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
complain(BounceError *error)
{
  fprintf(stderr, "bounce: %s\n", bounce_error_message(error));
  bounce_error_free(error);
  return EXIT_UNREAD;
}

static void
print(Options *options, Item *item)
{
  g_autoptr(GString) text = g_string_new(NULL);
  item->recipients = item->report->recipients;
  item->n_recipients = item->report->n_recipients;
  output_render(&options->output, item, text);
  output_write(&options->output, text);
}

static void
print_message(Options *options, const BounceMailboxMessage *message)
{
  BounceReport *report =
      bounce_parser_parse_mailbox_message(options->parser, message, NULL);
  Item item = {.report = report,
               .source = bounce_mailbox_message_source(message)};
  item.bytes = bounce_mailbox_message_bytes(message, &item.length);
  print(options, &item);
  bounce_report_free(report);
}

static int
scan_path(Options *options, const char *path)
{
  BounceError *error = NULL;
  int status = EXIT_OK;
  BounceMailbox *mailbox = strcmp(path, "-") == 0
                               ? bounce_mailbox_open_fd(STDIN_FILENO, "-")
                               : bounce_mailbox_open(path, &error);
  if (!mailbox)
    return complain(error);
  while (!options->output.error) { /* nobody would see the rest */
    BounceMailboxMessage *message = bounce_mailbox_next(mailbox, &error);
    if (!message && !error)
      break;
    if (message)
      print_message(options, message);
    else
      status = complain(g_steal_pointer(&error));
    bounce_mailbox_message_free(message);
  }
  bounce_mailbox_free(mailbox);
  return status;
}

static void
classify(Options *options, const char *reply, gsize length)
{
  BounceReport *report = bounce_parser_classify_reply(
      options->parser, reply, length, options->input.host, NULL);
  Item item = {.report = report};
  print(options, &item);
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

int
scan(Options *options)
{
  const Input *input = &options->input;
  int status = EXIT_OK;
  output_begin(&options->output);
  if (input->reply && strcmp(input->reply, "-") == 0)
    classify_lines(options);
  else if (input->reply)
    classify(options, input->reply, strlen(input->reply));
  for (char **path = input->paths; path && *path; path++)
    if (scan_path(options, *path) != EXIT_OK)
      status = EXIT_UNREAD;
  output_end(&options->output);
  if (options->output.error) {
    fprintf(stderr, "bounce: standard output: %s\n",
            g_strerror(options->output.error));
    status = EXIT_UNREAD;
  }
  return status;
}
