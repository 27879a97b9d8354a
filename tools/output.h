/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Printing reports in one of the formats. A format is one file that defines a
 * Format, and a line in the table of output.c. */
#ifndef TOOLS_OUTPUT_H
#define TOOLS_OUTPUT_H

#include <glib.h>

#include <bounce/bounce.h>

#include "terminal.h"

/* One message, as it goes to a format. */
typedef struct {
  const BounceReport *report;
  const char *source; /* NULL: a bare reply */
  const void *bytes;  /* the message; NULL: a bare reply */
  gsize length;
  /* Those that were selected. */
  const BounceRecipient *const *recipients;
  guint n_recipients;
} Item;

typedef struct Output Output;

typedef struct {
  const char *name;
  /* Written between the texts of two messages, or NULL. */
  const char *separator;
  /* FALSE: report() only reads the output and is called by many threads.
   * TRUE: it is called by one at a time, in the order of the input. */
  gboolean in_order;
  gboolean needs_parts; /* the texts of the message, in the report */
  void (*begin)(Output *output, GString *out);
  void (*report)(Output *output, const Item *item, GString *out);
  void (*end)(Output *output, GString *out);
} Format;

struct Output {
  const Format *format;
  Terminal terminal;
  gboolean explain; /* say what each class means */
  gpointer state;   /* the format's own, from begin() to end() */
  int fd;
  int error;          /* errno of the first write that failed */
  const char *failed; /* where, NULL: standard output */
  gboolean separate;
  gboolean selected; /* the user chose by kind, class ... */
  /* What the options fill. */
  char *format_name;
  gboolean why;
  gboolean undetermined;
  gboolean addresses;
  gboolean raw; /* CSV as it is */
  int top;      /* lines of a list; 0: as many as is usual */
  char *color;
};

void output_add_options(Output *output, GOptionGroup *group);
/* Checks the options; NULL or what is wrong with them, to be freed. */
char *output_open(Output *output, int fd);
void output_begin(Output *output);
/* What the message adds; in_order formats: call in the input's order. */
void output_render(Output *output, const Item *item, GString *out);
/* Writes what output_render() gave; call in the input's order. */
void output_write(Output *output, const GString *text);
/* Whole or up to an error: for a format that has more to write in its end()
 * than it can hold. */
void output_write_bytes(Output *output, const char *bytes, gsize length);
/* Writes everything at once; nothing after the first error. */
void output_end(Output *output);
void output_clear(Output *output);

#endif
