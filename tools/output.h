/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Printing reports in one of the formats. */
#ifndef TOOLS_OUTPUT_H
#define TOOLS_OUTPUT_H

#include <glib.h>

#include <bounce/bounce.h>

typedef enum { OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_NDJSON } OutputFormat;

typedef struct {
  OutputFormat format;
  gboolean explain; /* OUTPUT_TABLE: say what each class means */
  guint printed;    /* reports so far */
} Output;

gboolean output_format_from_string(const char *name, OutputFormat *format);

void output_begin(Output *output);
void output_report(Output *output, const BounceReport *report,
                   const char *source);
void output_end(const Output *output);

#endif
