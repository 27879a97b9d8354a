/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The library's own JSON: one array, or one object a line. */
#include "formats.h"

static void
begin(Output *output, GString *out)
{
  (void)output;
  g_string_append_c(out, '[');
}

static void
append_json(Output *output, const Item *item, GString *out)
{
  (void)output;
  char *json = bounce_report_to_json(item->report, item->source);
  g_string_append(out, json);
  bounce_string_free(json);
}

static void
report(Output *output, const Item *item, GString *out)
{
  g_string_append_c(out, '\n');
  append_json(output, item, out);
}

static void
report_line(Output *output, const Item *item, GString *out)
{
  append_json(output, item, out);
  g_string_append_c(out, '\n');
}

static void
end(Output *output, GString *out)
{
  (void)output;
  g_string_append(out, "\n]\n");
}

const Format format_json = {
    .name = "json",
    .separator = ",",
    .begin = begin,
    .report = report,
    .end = end,
};

const Format format_ndjson = {
    .name = "ndjson",
    .report = report_line,
};
