/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "output.h"

#include <stdio.h>
#include <string.h>

#include "table.h"

#define LINE_BUFFER (1024 * 1024)

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
output_begin(Output *output)
{
  output->printed = 0;
  /* A line leaves whole, whatever ends the program. */
  if (output->format == OUTPUT_NDJSON)
    setvbuf(stdout, NULL, _IOLBF, LINE_BUFFER);
  if (output->format == OUTPUT_JSON)
    fputs("[", stdout);
  else if (output->format == OUTPUT_TABLE)
    table_begin();
}

void
output_report(Output *output, const BounceReport *report, const char *source)
{
  if (output->format == OUTPUT_TABLE) {
    table_report(report, source, output->explain);
    return;
  }
  char *json = bounce_report_to_json(report, source);
  if (output->format == OUTPUT_JSON)
    printf("%s\n%s", output->printed++ ? "," : "", json);
  else
    printf("%s\n", json);
  bounce_string_free(json);
}

void
output_end(const Output *output)
{
  if (output->format == OUTPUT_JSON)
    fputs("\n]\n", stdout);
}
