/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MAX_THREADS 16
/* Of a workload, for threads to take. */
#define N_PIECES 256

/* The pieces of a workload, of which each thread takes the next: items that
 * follow each other, as they are alike, and to read them in another order costs
 * more. */
typedef struct {
  const Way *way;
  const Workload *workload;
  guint pieces;
  guint count; /* of all items */
  gint next;   /* atomic */
} Job;

static gpointer
run_pieces(gpointer data)
{
  Job *job = data;
  guint piece;
  while ((piece = (guint)g_atomic_int_add(&job->next, 1)) < job->pieces)
    job->way->run(job->workload, job->count * piece / job->pieces,
                  job->count * (piece + 1) / job->pieces);
  return NULL;
}

static void
run(const Way *way, const Workload *workload)
{
  GThread *threads[MAX_THREADS];
  Job job = {way, workload, way->threads > 1 ? N_PIECES : 1,
             way->count(workload), 0};
  for (guint i = 1; i < way->threads; i++)
    threads[i] = g_thread_new("bench", run_pieces, &job);
  run_pieces(&job);
  for (guint i = 1; i < way->threads; i++)
    g_thread_join(threads[i]);
}

/* Seconds of the clock, and of all processors. */
typedef struct {
  double *clock;
  double *processor;
} Times;

/* After a run that is not measured: the way before left its own data in the
 * caches, and a second processor had nothing to do. */
static void
time_once(const Way *way, const Workload *workload, const Times *times, guint i)
{
  struct timespec from, to;
  run(way, workload);
  gint64 start = g_get_monotonic_time();
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
  run(way, workload);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
  times->clock[i] = (double)(g_get_monotonic_time() - start) / 1e6;
  times->processor[i] = (double)(to.tv_sec - from.tv_sec) +
                        (double)(to.tv_nsec - from.tv_nsec) / 1e9;
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

/* Median of the ratios of one way's rounds to another's. */
static double
median_ratio(const double *own, const double *other, guint rounds)
{
  g_autofree double *ratios = g_new(double, rounds);
  for (guint round = 0; round < rounds; round++)
    ratios[round] = own[round] / other[round];
  return median_of(ratios, rounds);
}

static double
least_of(const double *values, guint n)
{
  double least = values[0];
  for (guint i = 1; i < n; i++)
    least = MIN(least, values[i]);
  return least;
}

void
measure(const Workload *workload, guint rounds, Result *results)
{
  const guint n = n_ways;
  g_autofree double *clock = g_new(double, n *rounds);
  g_autofree double *processor = g_new(double, n *rounds);
  const Times times = {clock, processor};
  for (guint round = 0; round < rounds; round++)
    for (guint i = 0; i < n; i++)
      time_once(&ways[i], workload, &times, i * rounds + round);
  for (guint i = 0; i < n; i++) {
    guint own = i * rounds, alone = own;
    if (ways[i].alone)
      alone = (guint)(ways_find(ways[i].alone) - ways) * rounds;
    results[i].ratio = median_ratio(clock + own, clock, rounds);
    results[i].speed = median_ratio(clock + alone, clock + own, rounds);
    results[i].work =
        least_of(processor + own, rounds) / least_of(processor + alone, rounds);
  }
  for (guint i = 0; i < n; i++) {
    double *own = clock + i * rounds;
    results[i].median = median_of(own, rounds); /* sorts them */
    results[i].least = own[0];
    results[i].most = own[rounds - 1];
    results[i].memory = memory_of(&ways[i], workload);
  }
}

/* How much faster two threads are, beside what others get of the machine in the
 * same rounds. */
static void
print_speeds(const Result *results)
{
  const char *before = "\nTwo threads to one:";
  for (guint i = 0; i < n_ways; i++)
    if (ways[i].alone) {
      printf("%s %s %.2f times as fast (%.2f of the processor time)", before,
             ways_find(ways[i].alone)->name, results[i].speed, results[i].work);
      before = ",";
    }
  printf("\n");
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
  if (count >= N_PIECES)
    print_speeds(results);
}

void
measure_print_json(const Workload *workload, const Result *results)
{
  printf("{\"workload\":\"%s\",\"messages\":%u,\"bytes\":%" G_GUINT64_FORMAT,
         workload->name, workload->messages->len, workload->bytes);
  for (guint i = 0; i < n_ways; i++)
    printf(",\"%s\":{\"seconds\":%.6f,\"least\":%.6f,\"most\":%.6f,"
           "\"ratio\":%.4f,\"speed\":%.3f,\"work\":%.3f,\"allocations\":%.1f,"
           "\"peak_kb\":%" G_GUINT64_FORMAT "}",
           ways[i].key, results[i].median, results[i].least, results[i].most,
           results[i].ratio, results[i].speed, results[i].work,
           results[i].memory.allocations, results[i].memory.peak);
  printf("}\n");
}
