/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_THREADS 16

/* The pieces of a workload, of which each thread takes the next. */
typedef struct {
  const Way *way;
  const Workload *workload;
  guint pieces;
  gint next; /* atomic */
} Job;

static gpointer
run_pieces(gpointer data)
{
  Job *job = data;
  guint piece;
  while ((piece = (guint)g_atomic_int_add(&job->next, 1)) < job->pieces)
    job->way->run(job->workload, piece, job->pieces);
  return NULL;
}

static void
run(const Way *way, const Workload *workload)
{
  GThread *threads[MAX_THREADS];
  Job job = {way, workload, way->threads > 1 ? 64 : 1, 0};
  for (guint i = 1; i < way->threads; i++)
    threads[i] = g_thread_new("bench", run_pieces, &job);
  run_pieces(&job);
  for (guint i = 1; i < way->threads; i++)
    g_thread_join(threads[i]);
}

/* Seconds, after a run that is not measured: the way before left its own data
 * in the caches, and a second processor had nothing to do. */
static double
time_once(const Way *way, const Workload *workload)
{
  run(way, workload);
  gint64 start = g_get_monotonic_time();
  run(way, workload);
  return (double)(g_get_monotonic_time() - start) / 1e6;
}

static int
compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double
median_of(double *values, guint n)
{
  qsort(values, n, sizeof(double), compare_doubles);
  return values[n / 2];
}

void
measure(const Workload *workload, guint rounds, Result *results)
{
  const guint n = n_ways;
  g_autofree double *times = g_new(double, n *rounds);
  g_autofree double *ratios = g_new(double, rounds);
  for (guint round = 0; round < rounds; round++)
    for (guint i = 0; i < n; i++)
      times[i * rounds + round] = time_once(&ways[i], workload);
  for (guint i = n; i-- > 0;) {
    /* The first way is sorted last: its rounds are the others' measure. */
    double *own = times + i * rounds;
    for (guint round = 0; round < rounds; round++)
      ratios[round] = own[round] / times[round];
    results[i].ratio = median_of(ratios, rounds);
    results[i].median = median_of(own, rounds);
    results[i].least = own[0];
    results[i].most = own[rounds - 1];
    results[i].memory = memory_of(&ways[i], workload);
  }
}

void
measure_print_table(const Workload *workload, const Result *results)
{
  guint count = workload->messages->len;
  printf("\n### %s: %u messages, %.1f kB on average\n\n", workload->name, count,
         (double)workload->bytes / count / 1024);
  printf("| way | ms | spread | ratio to GMime | items/s |"
         " allocations an item | kB more at the peak |\n"
         "| --- | --- | --- | --- | --- | --- | --- |\n");
  for (guint i = 0; i < n_ways; i++) {
    const Result *r = &results[i];
    printf("| %s | %.2f | %.2f-%.2f | %.3f | %.0f | %.1f |"
           " %" G_GUINT64_FORMAT " |\n",
           ways[i].name, r->median * 1e3, r->least * 1e3, r->most * 1e3,
           r->ratio, ways[i].count(workload) / r->median, r->memory.allocations,
           r->memory.peak);
  }
}

void
measure_print_json(const Workload *workload, const Result *results)
{
  printf("{\"workload\":\"%s\",\"messages\":%u,\"bytes\":%" G_GUINT64_FORMAT,
         workload->name, workload->messages->len, workload->bytes);
  for (guint i = 0; i < n_ways; i++)
    printf(",\"%s\":{\"seconds\":%.6f,\"least\":%.6f,\"most\":%.6f,"
           "\"ratio\":%.4f,\"allocations\":%.1f,"
           "\"peak_kb\":%" G_GUINT64_FORMAT "}",
           ways[i].key, results[i].median, results[i].least, results[i].most,
           results[i].ratio, results[i].memory.allocations,
           results[i].memory.peak);
  printf("}\n");
}
