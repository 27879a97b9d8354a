/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Work that many threads do and that leaves in the order in which it came, in
 * bounded memory. */
#ifndef TOOLS_PIPELINE_H
#define TOOLS_PIPELINE_H

#include <glib.h>

/* One thing on its way. The owner's struct starts with this. */
typedef struct {
  gsize bytes; /* that it holds: take() and work() tell */
  gboolean ready;
} PipelineItem;

typedef struct {
  gsize item_size;
  /* Takes the next one from the input; FALSE: the end. Never two at once. */
  gboolean (*take)(gpointer data, gpointer item);
  void (*work)(gpointer data, gpointer item);
  /* In place of work() and leave(): what came when nobody wanted it any more.
   */
  void (*drop)(gpointer data, gpointer item);
  /* In the order of the input, never two at once; frees what it holds. */
  void (*leave)(gpointer data, gpointer item);
  /* Now and then, never while leave() runs. */
  void (*tick)(gpointer data);
  gpointer data;
} PipelineSteps;

/* Runs until the input ends, or a signal comes that asks to end. Then what was
 * taken still leaves; returns the signal, or 0. */
int pipeline_run(const PipelineSteps *steps, guint jobs, const gint *stop);

#endif
