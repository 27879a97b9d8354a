/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Charts of the HTML report: inline SVG whose widths are per cent, so that
 * text keeps its size on any screen. */
#ifndef TOOLS_HTML_CHART_H
#define TOOLS_HTML_CHART_H

#include <glib.h>

/* How many recipients of one kind there are, by hardness. */
typedef struct {
  const char *label;
  guint64 hard, soft, none;
} ChartBar;

/* Appends text of strangers, safe in elements and in quoted attributes. */
void html_append_text(GString *out, const char *text);

/* Horizontal bars, in this order. */
void html_chart_bars(GString *out, const char *title, const ChartBar *bars,
                     guint n);

/* Upright bars, one a time step; first and last label stand below them. */
void html_chart_columns(GString *out, const char *title, const ChartBar *bars,
                        guint n);

#endif
