/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scan.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "line.h"
#include "progress.h"

typedef struct {
  Options *options;
  Source *source;
  Progress *progress;
  gboolean unread; /* something could not be read */
  gboolean failed; /* --fail-on found something */
  gint stop;       /* atomic: nobody would see the rest */
} Scan;

/* A message on its way from the input to the output. */
typedef struct {
  LineItem item;
  Work work;
  char *source;
  BounceReport *report;
  GPtrArray *chosen; /* the selected recipients; NULL: all */
  gboolean selected;
  gsize size; /* of the message */
  GString *text;
} Passenger;

static gboolean
take(gpointer data, gpointer item)
{
  Scan *scan = data;
  Passenger *p = item;
  if (!source_next(scan->source, &p->work))
    return FALSE;
  p->size = p->work.length;
  if (p->work.message)
    bounce_mailbox_message_bytes(p->work.message, &p->size);
  p->item.bytes = p->size;
  return TRUE;
}

static Item
make_item(const Passenger *p)
{
  Item item = {.report = p->report,
               .source = p->source,
               .recipients = p->report->recipients,
               .n_recipients = p->report->n_recipients};
  if (p->work.message)
    item.bytes = bounce_mailbox_message_bytes(p->work.message, &item.length);
  if (p->chosen) {
    item.recipients = (const BounceRecipient *const *)p->chosen->pdata;
    item.n_recipients = p->chosen->len;
  }
  return item;
}

static void
parse(const Options *options, Passenger *p)
{
  if (p->work.message)
    p->report = bounce_parser_parse_mailbox_message(options->parser,
                                                    p->work.message, NULL);
  else
    p->report =
        bounce_parser_classify_reply(options->parser, p->work.reply,
                                     p->work.length, options->input.host, NULL);
  p->source = g_strdup(bounce_mailbox_message_source(p->work.message));
  p->selected = selection_apply(&options->selection, p->report, &p->chosen);
}

static void
work(gpointer data, gpointer item)
{
  Options *options = ((Scan *)data)->options;
  Passenger *p = item;
  if (p->work.error)
    return;
  parse(options, p);
  if (!p->selected || options->output.format->in_order)
    return;
  p->text = g_string_sized_new(1024);
  Item one = make_item(p);
  output_render(&options->output, &one, p->text);
  work_clear(&p->work); /* the message is the largest part */
  p->item.bytes = p->text->len;
}

static void
print(Scan *scan, Passenger *p)
{
  Options *options = scan->options;
  Item item = make_item(p);
  if (!p->text) {
    p->text = g_string_new(NULL);
    output_render(&options->output, &item, p->text);
  }
  if (p->text->len)
    progress_hide(scan->progress);
  output_write(&options->output, p->text);
  if (options->output.error)
    g_atomic_int_set(&scan->stop, 1);
  scan->failed =
      scan->failed || selection_fails(&options->selection, p->report,
                                      item.recipients, item.n_recipients);
}

static void
leave(gpointer data, gpointer item)
{
  Scan *scan = data;
  Passenger *p = item;
  if (p->work.error) {
    progress_hide(scan->progress);
    fprintf(stderr, "bounce: %s\n", bounce_error_message(p->work.error));
    scan->unread = TRUE;
  } else {
    progress_add(scan->progress, p->source, p->size);
    if (p->selected)
      print(scan, p);
  }
  work_clear(&p->work);
  bounce_report_free(p->report);
  g_free(p->source);
  if (p->text)
    g_string_free(p->text, TRUE);
  if (p->chosen)
    g_ptr_array_unref(p->chosen);
}

static void
tick(gpointer data)
{
  progress_show(((Scan *)data)->progress);
}

/* Whoever read our output has gone: end as programs end then. */
static void
leave_quietly(void)
{
  signal(SIGPIPE, SIG_DFL);
  raise(SIGPIPE);
}

static int
exit_status(const Scan *scan)
{
  int error = scan->options->output.error;
  if (error == EPIPE)
    leave_quietly();
  if (error)
    fprintf(stderr, "bounce: %s: %s\n",
            scan->options->output.failed ? scan->options->output.failed
                                         : "standard output",
            g_strerror(error));
  if (error || scan->unread)
    return EXIT_UNREAD;
  return scan->failed ? EXIT_FOUND : EXIT_OK;
}

int
scan(Options *options)
{
  Scan scan = {.options = options};
  const LineSteps steps = {sizeof(Passenger), take, work, leave, tick, &scan};
  signal(SIGPIPE, SIG_IGN);
  scan.source = source_new(&options->input);
  output_begin(&options->output);
  scan.progress = progress_new(&options->input);
  int told = line_run(&steps, (guint)options->input.jobs, &scan.stop);
  progress_free(scan.progress);
  output_end(&options->output);
  int status = exit_status(&scan);
  if (told) {
    fputs("bounce: interrupted: the rest was not read\n", stderr);
    exit(128 + told); /* a thread may still be waiting for input */
  }
  source_free(scan.source);
  return status;
}
