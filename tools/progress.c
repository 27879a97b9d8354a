/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tally.h"
#include "terminal.h"

#define QUIET_TIME (G_USEC_PER_SEC / 2)

struct Progress {
  Tally *tally; /* NULL: how much there is can't be known */
  gint64 start;
  guint64 messages;
  guint64 bytes;
  gboolean mailboxes; /* a file held more than one message */
  gboolean visible;
};

static gboolean
can_count(const Input *input)
{
  if (input->reply || input->files_from)
    return FALSE;
  for (char **path = input->paths; *path; path++)
    if (strcmp(*path, "-") == 0 || g_str_has_suffix(*path, ".gz"))
      return FALSE;
  return TRUE;
}

Progress *
progress_new(const Input *input)
{
  if (input->quiet || isatty(STDERR_FILENO) != 1)
    return NULL;
  Progress *progress = g_new0(Progress, 1);
  progress->start = g_get_monotonic_time();
  if (can_count(input))
    progress->tally = tally_new(input->paths);
  return progress;
}

void
progress_add(Progress *progress, const char *source, gsize bytes)
{
  if (!progress)
    return;
  progress->messages++;
  progress->bytes += bytes;
  /* "mbox#2" */
  if (source && !progress->mailboxes)
    progress->mailboxes = g_str_has_suffix(source, "#2");
}

static double
done_part(guint64 done, guint64 all)
{
  return all ? MIN((double)done / (double)all, 1.0) : 1.0;
}

static void
append_time_left(GString *line, double seconds, double part)
{
  if (part <= 0)
    return;
  guint64 left = (guint64)(seconds * (1 - part) / part + 0.5);
  g_string_append_printf(line, ", ");
  if (left >= 3600)
    g_string_append_printf(line, "%" G_GUINT64_FORMAT ":%02u:%02u left",
                           left / 3600, (guint)(left / 60 % 60),
                           (guint)(left % 60));
  else
    g_string_append_printf(line, "%u:%02u left", (guint)(left / 60),
                           (guint)(left % 60));
}

void
progress_show(Progress *progress)
{
  if (!progress)
    return;
  gint64 elapsed = g_get_monotonic_time() - progress->start;
  guint files = 0;
  guint64 bytes = 0;
  if (elapsed < QUIET_TIME)
    return;
  double seconds = (double)elapsed / G_USEC_PER_SEC;
  gboolean known =
      progress->tally && tally_get(progress->tally, &files, &bytes);
  g_autoptr(GString) line = g_string_new(NULL);
  g_string_printf(line, "%" G_GUINT64_FORMAT, progress->messages);
  if (known && !progress->mailboxes)
    g_string_append_printf(line, "/%u", files);
  g_string_append_printf(line, " messages, %.0f/s",
                         (double)progress->messages / seconds);
  if (known) {
    double part = progress->mailboxes ? done_part(progress->bytes, bytes)
                                      : done_part(progress->messages, files);
    g_string_append_printf(line, ", %.0f %%", part * 100);
    append_time_left(line, seconds, part);
  }
  Terminal terminal;
  terminal_init(&terminal, STDERR_FILENO, "never");
  g_autoptr(GString) out = g_string_new("\r");
  terminal_append_cut(out, line->str, terminal.columns - 1);
  fprintf(stderr, "%s\033[K", out->str);
  progress->visible = TRUE;
}

void
progress_hide(Progress *progress)
{
  if (progress && progress->visible)
    fputs("\r\033[K", stderr);
  if (progress)
    progress->visible = FALSE;
}

void
progress_free(Progress *progress)
{
  if (!progress)
    return;
  progress_hide(progress);
  tally_free(progress->tally);
  g_free(progress);
}
