/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The library's own JSON: one array, or one object a line. */
#include <string.h>

#include "formats.h"

static void
begin(Output *output, GString *out)
{
  (void)output;
  g_string_append_c(out, '[');
}

/* Past a JSON value that is well-formed; no recursion. */
static const char *
skip_value(const char *p)
{
  guint depth = 0;
  do {
    if (*p == '"')
      for (p++; *p != '"'; p++)
        p += *p == '\\';
    else if (*p == '{' || *p == '[')
      depth++;
    else if (*p == '}' || *p == ']')
      depth--;
    else if (!depth) /* a number, true, false, null */
      return p + strcspn(p, ",]}");
    p++;
  } while (depth);
  return p;
}

static gboolean
is_chosen(const Item *item, guint index, guint next)
{
  return next < item->n_recipients &&
         item->recipients[next] == item->report->recipients[index];
}

/* The report with the selected recipients alone. */
static void
append_selected(const Item *item, const char *json, GString *out)
{
  static const char key[] = "\"recipients\":[";
  const char *p = strchr(json, '{') + 1;
  guint next = 0;
  while (strncmp(p, key, strlen(key)) != 0) {
    p = skip_value(p) + 1; /* "key": */
    p = skip_value(p) + 1; /* value, */
  }
  p += strlen(key);
  g_string_append_len(out, json, p - json);
  for (guint i = 0; i < item->report->n_recipients; i++) {
    const char *end = skip_value(p);
    if (is_chosen(item, i, next)) {
      g_string_append_len(out, ",", next ? 1 : 0);
      g_string_append_len(out, p, end - p);
      next++;
    }
    p = *end == ',' ? end + 1 : end;
  }
  g_string_append(out, p);
}

static void
append_json(Output *output, const Item *item, GString *out)
{
  (void)output;
  char *json = bounce_report_to_json(item->report, item->source);
  if (item->n_recipients == item->report->n_recipients)
    g_string_append(out, json);
  else
    append_selected(item, json, out);
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
