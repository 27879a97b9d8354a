/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a scan found, in numbers. Memory is bounded whatever the input: of too
 * many different names the rarest are put together. */
#ifndef TOOLS_COUNTS_H
#define TOOLS_COUNTS_H

#include "output.h"

/* Recipients are counted; messages by kind. */
typedef enum {
  COUNT_KIND,
  COUNT_HARDNESS,
  COUNT_CLASS,
  COUNT_DOMAIN,
  COUNT_REMOTE,
  COUNT_PROVIDER,
  COUNT_BLOCKLIST,
  COUNT_DAY, /* "2026-11-24", UTC */
  N_COUNTS
} CountBy;

typedef struct {
  const char *name;
  guint64 count;
  guint64 hard, soft; /* of these; 0 for kinds */
} Count;

typedef struct Counts Counts;

Counts *counts_new(void);

/* `day`: of the report (dates_day_of_report()), or NULL. */
void counts_add(Counts *counts, const Item *item, const char *day);
guint64 counts_messages(const Counts *counts);
guint64 counts_recipients(const Counts *counts);
guint64 counts_get(const Counts *counts, CountBy by, const char *name);
/* The most frequent first; days: the latest first. To be unreffed; names live
 * as long as the counts. */
GArray *counts_list(const Counts *counts, CountBy by);
/* What was counted under names that had to be forgotten. */
guint64 counts_others(const Counts *counts, CountBy by);
void counts_free(Counts *counts);

#endif
