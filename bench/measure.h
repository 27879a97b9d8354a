/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Timing several ways in one run, interleaved, as machines are noisy. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "workload.h"

typedef struct {
  const char *key;
  const char *name;
  /* Handles every step-th item from `from` on. */
  void (*run)(const Workload *workload, guint from, guint step);
  guint threads;
} Measured;

typedef struct {
  double median; /* seconds for the whole workload */
  double least;
  double most;
  double ratio; /* median of the ratios to the first way, round by round */
} Result;

void measure(const Measured *ways, gsize n, const Workload *workload,
             guint rounds, Result *results);

/* peak: the process's peak memory in kB after the second way ran. */
void measure_print_table(const Workload *workload, const Measured *ways,
                         const Result *results, gsize n, guint64 peak);
void measure_print_json(const Workload *workload, const Measured *ways,
                        const Result *results, gsize n, guint64 peak);

#endif
