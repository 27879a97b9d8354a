/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

#define MOST_JOBS 256

struct Source {
  const Input *input;
  FILE *replies;
  char **path; /* the next of the arguments */
  FILE *list;  /* of --files-from */
  BounceMailbox *mailbox;
  gboolean replied;
  gboolean listed;
  char *line;
  size_t room;
};

void
input_add_options(Input *input, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
      {"files-from", 0, 0, G_OPTION_ARG_FILENAME, &input->files_from,
       "Also read the files that this list names, one a line", "LIST"},
      {"null", '0', 0, G_OPTION_ARG_NONE, &input->null,
       "The names in that list end in NUL, as find -print0 writes", NULL},
      /* Bytes, whatever character set the locale has. */
      {"reply", 'r', 0, G_OPTION_ARG_FILENAME, &input->reply,
       "Classify an SMTP reply; - reads one a line", "REPLY"},
      {"host", 0, 0, G_OPTION_ARG_FILENAME, &input->host,
       "The server that gave the reply", "HOST"},
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &input->jobs,
       "Threads (default: one a processor)", "N"},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &input->quiet, "Show no progress",
       NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &input->paths,
       NULL, "[FILE|DIRECTORY|MAILDIR|MBOX|-]..."},
      {0},
  };
  g_option_group_add_entries(group, entries);
}

char *
input_open(Input *input)
{
  if (!input->paths && !input->reply && !input->files_from)
    return g_strdup("nothing to read: name files, or - for standard input");
  if (input->null && !input->files_from)
    return g_strdup("--null needs --files-from");
  if (input->host && !input->reply)
    return g_strdup("--host needs --reply");
  if (input->host) {
    char *host = text_of_argument(input->host);
    if (!host)
      return g_strdup("--host is no text");
    g_free(input->host);
    input->host = host;
  }
  if (input->jobs < 0 || input->jobs > MOST_JOBS)
    return g_strdup_printf("--jobs is a number of threads, at most %d",
                           MOST_JOBS);
  if (!input->jobs)
    input->jobs = (int)MIN(g_get_num_processors(), MOST_JOBS);
  return NULL;
}

void
input_clear(Input *input)
{
  g_strfreev(input->paths);
  g_free(input->files_from);
  g_free(input->reply);
  g_free(input->host);
}

void
work_clear(Work *work)
{
  g_clear_pointer(&work->message, bounce_mailbox_message_free);
  g_clear_pointer(&work->reply, g_free);
  g_clear_pointer(&work->problem, g_free);
}

Source *
source_new(const Input *input)
{
  Source *source = g_new0(Source, 1);
  source->input = input;
  source->path = input->paths;
  return source;
}

/* The next line or name of a file. FALSE at its end, and where it can't be read
 * on: then *problem says why. */
static gboolean
next_line(Source *source, FILE *file, const char *path, int end, gsize *length,
          char **problem)
{
  ssize_t n = getdelim(&source->line, &source->room, end, file);
  if (n < 0 && ferror(file))
    *problem = text_path_problem(path, g_strerror(errno));
  *length = (gsize)MAX(n, 0);
  return n >= 0;
}

/* Of --reply: the one that is given, or the next line. */
static gboolean
next_reply(Source *source, Work *work)
{
  const char *reply = source->input->reply;
  if (!reply || source->replied)
    return FALSE;
  if (strcmp(reply, "-") != 0) {
    source->replied = TRUE;
    work->length = strlen(reply);
    work->reply = g_strdup(reply);
    return TRUE;
  }
  if (next_line(source, stdin, reply, '\n', &work->length, &work->problem)) {
    work->reply = g_memdup2(source->line, work->length + 1);
    return TRUE;
  }
  source->replied = TRUE;
  return work->problem != NULL;
}

/* Takes the error. */
static char *
message_of(BounceError *error)
{
  char *message = error ? g_strdup(bounce_error_message(error)) : NULL;
  bounce_error_free(error);
  return message;
}

static void
open_mailbox(Source *source, const char *path, Work *work)
{
  BounceError *error = NULL;
  source->mailbox = strcmp(path, "-") == 0
                        ? bounce_mailbox_open_fd(STDIN_FILENO, "-")
                        : bounce_mailbox_open(path, &error);
  work->problem = message_of(error);
}

static FILE *
open_list(const char *path)
{
  return strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
}

/* The next path of --files-from; NULL at its end, and on a problem. */
static const char *
next_listed(Source *source, char **problem)
{
  gsize length;
  int end = source->input->null ? '\0' : '\n';
  while (next_line(source, source->list, source->input->files_from, end,
                   &length, problem)) {
    if (source->line[length - 1] == end)
      source->line[--length] = '\0';
    if (length)
      return source->line;
  }
  return NULL;
}

/* Opens the next mailbox or tells a problem; FALSE: there is none. */
static gboolean
next_mailbox(Source *source, Work *work)
{
  const char *list = source->input->files_from;
  if (source->path && *source->path) {
    open_mailbox(source, *source->path++, work);
    return TRUE;
  }
  if (!list || source->listed)
    return FALSE;
  if (!source->list && !(source->list = open_list(list))) {
    source->listed = TRUE;
    work->problem = text_path_problem(list, g_strerror(errno));
    return TRUE;
  }
  const char *path = next_listed(source, &work->problem);
  if (path)
    open_mailbox(source, path, work);
  else
    source->listed = TRUE;
  return path || work->problem;
}

gboolean
source_next(Source *source, Work *work)
{
  *work = (Work){0};
  if (next_reply(source, work))
    return TRUE;
  for (;;) {
    if (source->mailbox) {
      BounceError *error = NULL;
      work->message = bounce_mailbox_next(source->mailbox, &error);
      work->problem = message_of(error);
      if (work->message || work->problem)
        return TRUE;
      g_clear_pointer(&source->mailbox, bounce_mailbox_free);
    }
    if (!next_mailbox(source, work))
      return FALSE;
    if (work->problem)
      return TRUE;
  }
}

void
source_free(Source *source)
{
  if (source->list && source->list != stdin)
    fclose(source->list);
  bounce_mailbox_free(source->mailbox);
  free(source->line);
  g_free(source);
}
