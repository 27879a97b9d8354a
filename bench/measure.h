/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Timing several ways in one run, interleaved, as machines are noisy. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "memory.h"
#include "ways.h"

typedef struct {
  double median; /* seconds for the whole workload */
  double least;
  double most;
  double ratio; /* median of the ratios to the first way, round by round */
  double speed; /* the same to this way on one thread, upside down */
  double work;  /* processor time to that on one thread, least of each */
  Memory memory;
} Result;

/* One result a way. */
void measure(const Workload *workload, guint rounds, Result *results);

void measure_print_table(const Workload *workload, const Result *results);
void measure_print_json(const Workload *workload, const Result *results);

#endif
