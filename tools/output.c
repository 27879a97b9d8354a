/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "output.h"

#include <errno.h>
#include <string.h>

#include "formats.h"
#include "write.h"

/* The first is the default. One a line, so that two new ones do not meet. */
/* clang-format off */
static const Format *const formats[] = {
    &format_table,
    &format_long,
    &format_summary,
    &format_html,
    &format_json,
    &format_ndjson,
    &format_csv,
    &format_sisimai,
    &format_addresses,
    &format_why,
    &format_undetermined,
};
/* clang-format on */

void
output_add_options(Output *output, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
      {"format", 'f', 0, G_OPTION_ARG_STRING, &output->format_name,
       "table (default), long, summary, html, json, ndjson, csv, sisimai",
       "FORMAT"},
      {"explain", 'e', 0, G_OPTION_ARG_NONE, &output->explain,
       "Say what each class means, in your language", NULL},
      {"why", 0, 0, G_OPTION_ARG_NONE, &output->why,
       "Show the message with the lines that decided", NULL},
      {"undetermined", 0, 0, G_OPTION_ARG_NONE, &output->undetermined,
       "Group what could not be classified, and draft a rule", NULL},
      {"addresses", 0, 0, G_OPTION_ARG_NONE, &output->addresses,
       "The hard-bounced addresses alone, each once", NULL},
      {"top", 0, 0, G_OPTION_ARG_INT, &output->top,
       "How many lines a list of the summary has (10)", "N"},
      {"csv-raw", 0, 0, G_OPTION_ARG_NONE, &output->raw,
       "Don't disarm formulas in CSV", NULL},
      {"color", 0, 0, G_OPTION_ARG_STRING, &output->color,
       "auto (default), always or never", "WHEN"},
      {0},
  };
  g_option_group_add_entries(group, entries);
}

static const Format *
find_format(const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
    if (strcmp(formats[i]->name, name) == 0)
      return formats[i];
  return NULL;
}

static char *
unknown_format(const char *name)
{
  GString *text = g_string_new(NULL);
  g_string_printf(text, "unknown format '%s'; there are", name);
  for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
    g_string_append_printf(text, "%s %s", i ? "," : "", formats[i]->name);
  return g_string_free(text, FALSE);
}

char *
output_open(Output *output, int fd)
{
  output->fd = fd;
  if (output->why + output->undetermined + output->addresses +
          (output->format_name != NULL) >
      1)
    return g_strdup("--format, --why, --undetermined and --addresses exclude "
                    "each other");
  if (output->why)
    output->format = &format_why;
  if (output->undetermined)
    output->format = &format_undetermined;
  if (output->addresses)
    output->format = &format_addresses;
  if (output->top < 0)
    return g_strdup("--top is a number of lines");
  if (!output->format)
    output->format =
        output->format_name ? find_format(output->format_name) : formats[0];
  if (!output->format)
    return unknown_format(output->format_name);
  if (!terminal_init(&output->terminal, fd,
                     output->color ? output->color : "auto"))
    return g_strdup_printf("unknown color '%s'; there are auto, always, never",
                           output->color);
  return NULL;
}

void
output_write_bytes(Output *output, const char *bytes, gsize length)
{
  if (!output->error && !write_whole(output->fd, bytes, length))
    output->error = errno;
}

void
output_begin(Output *output)
{
  g_autoptr(GString) out = g_string_new(NULL);
  if (output->format->begin)
    output->format->begin(output, out);
  output_write_bytes(output, out->str, out->len);
}

void
output_render(Output *output, const Item *item, GString *out)
{
  output->format->report(output, item, out);
}

void
output_write(Output *output, const GString *text)
{
  const char *separator = output->format->separator;
  if (!text->len)
    return;
  if (output->separate && separator)
    output_write_bytes(output, separator, strlen(separator));
  output->separate = TRUE;
  output_write_bytes(output, text->str, text->len);
}

void
output_end(Output *output)
{
  g_autoptr(GString) out = g_string_new(NULL);
  if (output->format->end)
    output->format->end(output, out);
  output_write_bytes(output, out->str, out->len);
}

void
output_clear(Output *output)
{
  g_free(output->format_name);
  g_free(output->color);
}
