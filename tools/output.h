/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Printing reports in one of the formats. */
#ifndef TOOLS_OUTPUT_H
#define TOOLS_OUTPUT_H

#include <glib.h>

#include <bounce/bounce.h>

typedef enum { OUTPUT_TABLE, OUTPUT_JSON, OUTPUT_NDJSON } OutputFormat;

gboolean output_format_from_string(const char *name, OutputFormat *format);

void output_begin(OutputFormat format);
void output_report(OutputFormat format, const BounceReport *report,
                   const char *source);
void output_end(OutputFormat format);

#endif
