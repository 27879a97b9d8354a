/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define PLACES_A_JOB 16
/* What is taken waits while as much is on its way. */
#define MOST_BYTES (64 * 1024 * 1024)
#define TICK_NANOSECONDS (200 * 1000 * 1000)
#define WAKE SIGUSR1 /* the last thread tells the main one */

typedef struct {
  const PipelineSteps *steps;
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
} Pipeline;

static PipelineItem *
place(Pipeline *pipeline, guint64 number)
{
  return (PipelineItem *)(gpointer)(pipeline->places +
                                    number % pipeline->n_places *
                                        pipeline->steps->item_size);
}

static gboolean
is_closed(const Pipeline *pipeline)
{
  return g_atomic_int_get(pipeline->stop) ||
         g_atomic_int_get(&pipeline->closed);
}

/* Also waits until there is room. */
static gboolean
take(Pipeline *pipeline, gpointer item, guint64 *number)
{
  gboolean got = FALSE;
  g_mutex_lock(&pipeline->input);
  g_mutex_lock(&pipeline->order);
  while (pipeline->taken > pipeline->left && !is_closed(pipeline) &&
         (pipeline->taken - pipeline->left >= pipeline->n_places ||
          pipeline->bytes > MOST_BYTES))
    g_cond_wait(&pipeline->moved, &pipeline->order);
  g_mutex_unlock(&pipeline->order);
  if (!is_closed(pipeline) &&
      pipeline->steps->take(pipeline->steps->data, item)) {
    g_mutex_lock(&pipeline->order);
    /* What comes after a signal has been answered is nobody's. */
    got = !g_atomic_int_get(&pipeline->closed);
    if (got) {
      *number = pipeline->taken++;
      pipeline->bytes += ((PipelineItem *)item)->bytes;
    }
    g_mutex_unlock(&pipeline->order);
    if (!got)
      pipeline->steps->drop(pipeline->steps->data, item);
  }
  g_mutex_unlock(&pipeline->input);
  return got;
}

static void
deliver(Pipeline *pipeline, PipelineItem *item, guint64 number,
        gsize bytes_before)
{
  gsize size = pipeline->steps->item_size;
  PipelineItem *next;
  g_mutex_lock(&pipeline->order);
  pipeline->bytes += item->bytes - bytes_before;
  item->ready = TRUE;
  memcpy(place(pipeline, number), item, size);
  while ((next = place(pipeline, pipeline->left))->ready) {
    pipeline->bytes -= next->bytes;
    pipeline->steps->leave(pipeline->steps->data, next);
    memset(next, 0, size);
    pipeline->left++;
  }
  g_cond_broadcast(&pipeline->moved);
  g_mutex_unlock(&pipeline->order);
}

static gpointer
run(gpointer data)
{
  Pipeline *pipeline = data;
  PipelineItem *item = g_malloc0(pipeline->steps->item_size);
  guint64 number;
  while (take(pipeline, item, &number)) {
    gsize bytes = item->bytes;
    pipeline->steps->work(pipeline->steps->data, item);
    deliver(pipeline, item, number, bytes);
    memset(item, 0, pipeline->steps->item_size);
  }
  g_free(item);
  g_mutex_lock(&pipeline->order);
  gboolean last = --pipeline->running == 0;
  g_mutex_unlock(&pipeline->order);
  if (last)
    pthread_kill(pipeline->main, WAKE);
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
is_done(Pipeline *pipeline)
{
  if (!g_mutex_trylock(&pipeline->order))
    return FALSE;
  gboolean done =
      pipeline->running == 0 || (g_atomic_int_get(&pipeline->closed) &&
                                 pipeline->taken == pipeline->left);
  if (!done && pipeline->steps->tick)
    pipeline->steps->tick(pipeline->steps->data);
  g_mutex_unlock(&pipeline->order);
  return done;
}

/* Answers signals until everything has left. */
static int
watch(Pipeline *pipeline, const sigset_t *signals)
{
  const struct timespec tick = {0, TICK_NANOSECONDS};
  int told = 0;
  while (!is_done(pipeline)) {
    int number = sigtimedwait(signals, NULL, &tick);
    if (number <= 0 || number == WAKE)
      continue;
    if (told) /* asked twice: at once */
      _exit(128 + number);
    told = number;
    g_mutex_lock(&pipeline->order);
    g_atomic_int_set(&pipeline->closed, 1);
    g_cond_broadcast(&pipeline->moved);
    g_mutex_unlock(&pipeline->order);
  }
  return told;
}

int
pipeline_run(const PipelineSteps *steps, guint jobs, const gint *stop)
{
  Pipeline *pipeline = g_new0(Pipeline, 1);
  sigset_t signals, before;
  pipeline->steps = steps;
  pipeline->stop = stop;
  pipeline->main = pthread_self();
  g_mutex_init(&pipeline->input);
  g_mutex_init(&pipeline->order);
  g_cond_init(&pipeline->moved);
  pipeline->n_places = jobs * PLACES_A_JOB;
  pipeline->places = g_malloc0_n(pipeline->n_places, steps->item_size);
  pipeline->running = jobs;
  choose_signals(&signals);
  pthread_sigmask(SIG_BLOCK, &signals, &before);
  g_autofree GThread **threads = g_new0(GThread *, jobs);
  for (guint i = 0; i < jobs; i++)
    threads[i] = g_thread_new("reader", run, pipeline);
  int told = watch(pipeline, &signals);
  if (told) /* a thread may still wait for input: the program ends now */
    return told;
  for (guint i = 0; i < jobs; i++)
    g_thread_join(threads[i]);
  sigaddset(&before, WAKE); /* may have come after all was seen to be done */
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  g_free(pipeline->places);
  g_mutex_clear(&pipeline->input);
  g_mutex_clear(&pipeline->order);
  g_cond_clear(&pipeline->moved);
  g_free(pipeline);
  return 0;
}
