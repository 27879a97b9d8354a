/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The ways to handle a workload that are compared. */
#ifndef BENCH_WAYS_H
#define BENCH_WAYS_H

#include "workload.h"

typedef struct {
  const char *key;
  const char *name;
  /* Handles the items `from` to `to`, one past. */
  void (*run)(const Workload *workload, guint from, guint to);
  guint (*count)(const Workload *workload); /* of the items */
  guint threads;
  const char *alone; /* key of the same on one thread; NULL: it is on one */
} Way;

/* The first one is what no program that uses GMime can avoid. */
extern const Way ways[];
extern const guint n_ways;

/* Before the first and after the last way. */
void ways_begin(void);
void ways_end(void);

/* The way of this key, or NULL. */
const Way *ways_find(const char *key);

#endif
