/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is measured: messages in memory. */
#ifndef BENCH_WORKLOAD_H
#define BENCH_WORKLOAD_H

#include <glib.h>

typedef enum {
  WORKLOAD_BOUNCES,     /* bounces of the folder, as they are */
  WORKLOAD_ORIGINAL_1,  /* bounces with a returned original of 1 MB */
  WORKLOAD_ORIGINAL_10, /* bounces with a returned original of 10 MB */
  WORKLOAD_ORDINARY,    /* mail that is no bounce */
  N_WORKLOADS
} WorkloadKind;

typedef struct {
  const char *name;
  GPtrArray *messages; /* GByteArray * */
  GPtrArray *replies;  /* char * */
  guint64 bytes;       /* of all messages */
} Workload;

/* From the messages below a folder: those under "ordinary" are no bounces. */
Workload *workload_new(WorkloadKind kind, const char *folder);

/* Bounces of about this many bytes. */
Workload *workload_of_size(gsize size);

/* The files below a folder that a list names, one a line; NULL, with a message
 * on stderr, when one is missing. */
Workload *workload_from_list(const char *list, const char *folder);

void workload_free(Workload *workload);

#endif
