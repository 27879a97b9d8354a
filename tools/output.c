/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "output.h"

#include <stdio.h>
#include <string.h>

#include "table.h"

static guint printed;

gboolean
output_format_from_string(const char *name, OutputFormat *format)
{
  static const char *const names[] = {"table", "json", "ndjson"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (strcmp(name, names[i]) == 0) {
      *format = (OutputFormat)i;
      return TRUE;
    }
  return FALSE;
}

void
output_begin(OutputFormat format)
{
  printed = 0;
  if (format == OUTPUT_JSON)
    fputs("[", stdout);
  else if (format == OUTPUT_TABLE)
    table_begin();
}

void
output_report(OutputFormat format, const BounceReport *report,
              const char *source)
{
  if (format == OUTPUT_TABLE) {
    table_report(report, source);
    return;
  }
  char *json = bounce_report_to_json(report, source);
  if (format == OUTPUT_JSON)
    printf("%s\n%s", printed++ ? "," : "", json);
  else
    printf("%s\n", json);
  bounce_string_free(json);
}

void
output_end(OutputFormat format)
{
  if (format == OUTPUT_JSON)
    fputs("\n]\n", stdout);
}
