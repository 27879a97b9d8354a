/* A filter for a mail server that writes down each address that failed:
 *   ~/.forward:  "|/usr/local/bin/filter /home/robin/failed"
 *   master.cf:   pipe user=robin argv=/usr/local/bin/filter /home/robin/failed
 * One line a recipient: class, hardness, Message-ID of what was sent, address.
 * Whether that was sent there is for the reader to check: docs/security.md. */
#include <fcntl.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include <bounce/bounce.h>

static const char *
or_none(const char *text)
{
  return text ? text : "-";
}

/* Few servers wait for each other: a line that is written by one call with
 * O_APPEND stays whole. */
static int
append(int fd, const BounceReport *report, const BounceRecipient *recipient)
{
  char line[2048];
  int length =
      snprintf(line, sizeof line, "%s %s %s %s\n",
               bounce_class_to_string(recipient->class_),
               bounce_hardness_to_string(recipient->hardness),
               or_none(report->original->message_id), recipient->address);
  if (length < 0 || (size_t)length >= sizeof line)
    return 0; /* no address is that long */
  return write(fd, line, (size_t)length) == length ? 0 : -1;
}

/* EX_TEMPFAIL has the server keep the mail and try again; any other status
 * would have it answer a bounce with a bounce. */
int
main(int argc, char **argv)
{
  int fd = argc == 2 ? open(argv[1], O_WRONLY | O_APPEND | O_CREAT, 0640) : -1;
  if (fd < 0) {
    fprintf(stderr, "usage: %s FILE, which can be written\n", argv[0]);
    return EX_TEMPFAIL;
  }
  BounceParser *parser = bounce_parser_new();
  BounceError *error = NULL;
  BounceReport *report = bounce_parser_parse_fd(parser, 0, &error);
  int result = report ? EX_OK : EX_TEMPFAIL;
  if (error)
    fprintf(stderr, "%s\n", bounce_error_message(error));
  /* A delay, a vacation message, ordinary mail: nothing has failed. */
  if (bounce_report_kind(report) == BOUNCE_KIND_FAILURE)
    for (uint32_t i = 0; i < report->n_recipients; i++)
      if (report->recipients[i]->address &&
          append(fd, report, report->recipients[i]) < 0)
        result = EX_TEMPFAIL;
  if (close(fd) < 0)
    result = EX_TEMPFAIL;
  bounce_error_free(error);
  bounce_report_free(report);
  bounce_parser_unref(parser);
  return result;
}
