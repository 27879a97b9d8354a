/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the values of a report stand in the message's parts. A report holds
 * them cleaned: on one line, without the repeated codes of a reply. */
#ifndef TOOLS_TRACE_H
#define TOOLS_TRACE_H

#include <glib.h>

#include <bounce/bounce.h>

typedef struct Trace Trace;

/* A stretch of a part's text. */
typedef struct {
  guint part; /* index in the report; G_MAXUINT: nowhere */
  gsize start, end;
} TracePlace;

/* The report must hold its parts, and outlive the trace. */
Trace *trace_new(const BounceReport *report);
void trace_free(Trace *trace);

/* The start of a line (from 1) in the part with this path. */
TracePlace trace_line(const Trace *trace, const char *path, guint line);

/* Where a name, an address or a number stands, alone: from `from` on in its
 * part, else before it, else in other parts. */
TracePlace trace_value(const Trace *trace, const char *value, TracePlace from);

/* The same for words, whatever stands between them. */
TracePlace trace_words(const Trace *trace, const char *words, TracePlace from);

/* The line (from 1) at an offset of a part. */
guint trace_line_at(const Trace *trace, guint part, gsize offset);

#endif
