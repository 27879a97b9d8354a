/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
  const Way *way;
  const Workload *workload;
  guint from;
} Share;

static gpointer
run_share(gpointer data)
{
  Share *share = data;
  share->way->run(share->workload, share->from, share->way->threads);
  return NULL;
}

static double
time_once(const Way *way, const Workload *workload)
{
  GThread *threads[16];
  Share shares[16];
  gint64 start = g_get_monotonic_time();
  for (guint i = 0; i < way->threads; i++)
    shares[i] = (Share){way, workload, i};
  for (guint i = 1; i < way->threads; i++)
    threads[i] = g_thread_new("bench", run_share, &shares[i]);
  run_share(&shares[0]);
  for (guint i = 1; i < way->threads; i++)
    g_thread_join(threads[i]);
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
