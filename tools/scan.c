/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scan.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline.h"
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
  PipelineItem item;
  Work work;
  char *source;
  BounceReport *report;
  GPtrArray *chosen; /* the selected recipients; NULL: all */
  gboolean selected;
  gsize size; /* of the message */
  GString *text;
} Message;

static gboolean
take(gpointer data, gpointer item)
{
  Scan *scan = data;
  Message *m = item;
  if (!source_next(scan->source, &m->work))
    return FALSE;
  m->size = m->work.length;
  if (m->work.message)
    bounce_mailbox_message_bytes(m->work.message, &m->size);
  m->item.bytes = m->size;
  return TRUE;
}

static void
drop(gpointer data, gpointer item)
{
  (void)data;
  work_clear(&((Message *)item)->work);
}

static Item
make_item(const Message *m)
{
  Item item = {.report = m->report,
               .source = m->source,
               .recipients = m->report->recipients,
               .n_recipients = m->report->n_recipients};
  if (m->work.message)
    item.bytes = bounce_mailbox_message_bytes(m->work.message, &item.length);
  if (m->chosen) {
    item.recipients = (const BounceRecipient *const *)m->chosen->pdata;
    item.n_recipients = m->chosen->len;
  }
  return item;
}

static void
parse(const Options *options, Message *m)
{
  if (m->work.message)
    m->report = bounce_parser_parse_mailbox_message(options->parser,
                                                    m->work.message, NULL);
  else
    m->report =
        bounce_parser_classify_reply(options->parser, m->work.reply,
                                     m->work.length, options->input.host, NULL);
  m->source = g_strdup(bounce_mailbox_message_source(m->work.message));
  m->selected = selection_apply(&options->selection, m->report, &m->chosen);
}

static void
work(gpointer data, gpointer item)
{
  Options *options = ((Scan *)data)->options;
  Message *m = item;
  if (m->work.problem)
    return;
  parse(options, m);
  if (!m->selected || options->output.format->in_order)
    return;
  m->text = g_string_sized_new(1024);
  Item one = make_item(m);
  output_render(&options->output, &one, m->text);
  work_clear(&m->work); /* the message is the largest part */
  m->item.bytes = m->text->len;
}

static void
print(Scan *scan, Message *m)
{
  Options *options = scan->options;
  Item item = make_item(m);
  if (!m->text) {
    m->text = g_string_new(NULL);
    output_render(&options->output, &item, m->text);
  }
  if (m->text->len)
    progress_hide(scan->progress);
  output_write(&options->output, m->text);
  if (options->output.error)
    g_atomic_int_set(&scan->stop, 1);
  scan->failed =
      scan->failed || selection_fails(&options->selection, m->report,
                                      item.recipients, item.n_recipients);
}

static void
leave(gpointer data, gpointer item)
{
  Scan *scan = data;
  Message *m = item;
  if (m->work.problem) {
    progress_hide(scan->progress);
    fprintf(stderr, "bounce: %s\n", m->work.problem);
    scan->unread = TRUE;
  } else {
    progress_add(scan->progress, m->source, m->size);
    if (m->selected)
      print(scan, m);
  }
  work_clear(&m->work);
  bounce_report_free(m->report);
  g_free(m->source);
  if (m->text)
    g_string_free(m->text, TRUE);
  if (m->chosen)
    g_ptr_array_unref(m->chosen);
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
  const PipelineSteps steps = {.item_size = sizeof(Message),
                               .take = take,
                               .work = work,
                               .drop = drop,
                               .leave = leave,
                               .tick = tick,
                               .data = &scan};
  signal(SIGPIPE, SIG_IGN);
  scan.source = source_new(&options->input);
  output_begin(&options->output);
  scan.progress = progress_new(&options->input);
  int told = pipeline_run(&steps, (guint)options->input.jobs, &scan.stop);
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
