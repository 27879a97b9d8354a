/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "line.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define PLACES_A_JOB 16
/* What is taken waits while as much is on its way. */
#define MOST_BYTES (64 * 1024 * 1024)
#define TICK_NANOSECONDS (200 * 1000 * 1000)
#define WAKE SIGUSR1 /* the last thread tells the main one */

struct Line {
  const LineSteps *steps;
  const gint *stop; /* atomic: take nothing more */
  gint closed;      /* atomic, the same for a signal */
  pthread_t main;
  GMutex input;
  GMutex order; /* all that follows */
  GCond moved;
  char *places; /* a ring */
  guint n_places;
  guint64 taken;
  guint64 left;
  gsize bytes;
  guint running;
};

static LineItem *
place(Line *line, guint64 number)
{
  return (LineItem *)(gpointer)(line->places + number % line->n_places *
                                                   line->steps->item_size);
}

static gboolean
is_closed(const Line *line)
{
  return g_atomic_int_get(line->stop) || g_atomic_int_get(&line->closed);
}

/* Also waits until there is room. */
static gboolean
take(Line *line, gpointer item, guint64 *number)
{
  gboolean got = FALSE;
  g_mutex_lock(&line->input);
  g_mutex_lock(&line->order);
  while (
      line->taken > line->left && !is_closed(line) &&
      (line->taken - line->left >= line->n_places || line->bytes > MOST_BYTES))
    g_cond_wait(&line->moved, &line->order);
  g_mutex_unlock(&line->order);
  if (!is_closed(line) && line->steps->take(line->steps->data, item)) {
    g_mutex_lock(&line->order);
    /* What comes after a signal has been answered is nobody's. */
    got = !g_atomic_int_get(&line->closed);
    if (got) {
      *number = line->taken++;
      line->bytes += ((LineItem *)item)->bytes;
    }
    g_mutex_unlock(&line->order);
  }
  g_mutex_unlock(&line->input);
  return got;
}

static void
deliver(Line *line, LineItem *item, guint64 number, gsize bytes_before)
{
  gsize size = line->steps->item_size;
  LineItem *next;
  g_mutex_lock(&line->order);
  line->bytes += item->bytes - bytes_before;
  item->ready = TRUE;
  memcpy(place(line, number), item, size);
  while ((next = place(line, line->left))->ready) {
    line->bytes -= next->bytes;
    line->steps->leave(line->steps->data, next);
    memset(next, 0, size);
    line->left++;
  }
  g_cond_broadcast(&line->moved);
  g_mutex_unlock(&line->order);
}

static gpointer
run(gpointer data)
{
  Line *line = data;
  LineItem *item = g_malloc0(line->steps->item_size);
  guint64 number;
  while (take(line, item, &number)) {
    gsize bytes = item->bytes;
    line->steps->work(line->steps->data, item);
    deliver(line, item, number, bytes);
    memset(item, 0, line->steps->item_size);
  }
  g_free(item);
  g_mutex_lock(&line->order);
  gboolean last = --line->running == 0;
  g_mutex_unlock(&line->order);
  if (last)
    pthread_kill(line->main, WAKE);
  return NULL;
}

/* Those that ask to end, without what the caller made us ignore (nohup). */
static void
choose_signals(sigset_t *set)
{
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  sigemptyset(set);
  sigaddset(set, WAKE);
  for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
    struct sigaction action;
    if (sigaction(numbers[i], NULL, &action) == 0 &&
        action.sa_handler != SIG_IGN)
      sigaddset(set, numbers[i]);
  }
}

/* Whether all is done. A thread that still waits for input after a signal is
 * not waited for. Never blocks: output may be stuck. */
static gboolean
is_done(Line *line)
{
  if (!g_mutex_trylock(&line->order))
    return FALSE;
  gboolean done = line->running == 0 || (g_atomic_int_get(&line->closed) &&
                                         line->taken == line->left);
  if (!done && line->steps->tick)
    line->steps->tick(line->steps->data);
  g_mutex_unlock(&line->order);
  return done;
}

/* Answers signals until everything has left. */
static int
watch(Line *line, const sigset_t *signals)
{
  const struct timespec tick = {0, TICK_NANOSECONDS};
  int told = 0;
  while (!is_done(line)) {
    int number = sigtimedwait(signals, NULL, &tick);
    if (number <= 0 || number == WAKE)
      continue;
    if (told) /* asked twice: at once */
      _exit(128 + number);
    told = number;
    g_mutex_lock(&line->order);
    g_atomic_int_set(&line->closed, 1);
    g_cond_broadcast(&line->moved);
    g_mutex_unlock(&line->order);
  }
  return told;
}

int
line_run(const LineSteps *steps, guint jobs, const gint *stop)
{
  Line *line = g_new0(Line, 1);
  sigset_t signals, before;
  line->steps = steps;
  line->stop = stop;
  line->main = pthread_self();
  g_mutex_init(&line->input);
  g_mutex_init(&line->order);
  g_cond_init(&line->moved);
  line->n_places = jobs * PLACES_A_JOB;
  line->places = g_malloc0_n(line->n_places, steps->item_size);
  line->running = jobs;
  choose_signals(&signals);
  pthread_sigmask(SIG_BLOCK, &signals, &before);
  g_autofree GThread **threads = g_new0(GThread *, jobs);
  for (guint i = 0; i < jobs; i++)
    threads[i] = g_thread_new("reader", run, line);
  int told = watch(line, &signals);
  if (told) /* a thread may still wait for input: the program ends now */
    return told;
  for (guint i = 0; i < jobs; i++)
    g_thread_join(threads[i]);
  sigaddset(&before, WAKE); /* may have come after all was seen to be done */
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  g_free(line->places);
  g_mutex_clear(&line->input);
  g_mutex_clear(&line->order);
  g_cond_clear(&line->moved);
  g_free(line);
  return 0;
}
