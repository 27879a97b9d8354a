/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a way takes from the system: allocations and memory. Linux with glibc.
 */
#ifndef BENCH_MEMORY_H
#define BENCH_MEMORY_H

#include "ways.h"

typedef struct {
  double allocations; /* for each item */
  guint64 peak;       /* kB above what the process had before */
} Memory;

/* Not while other threads run. */
Memory memory_of(const Way *way, const Workload *workload);

#endif
