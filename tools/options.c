/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options.h"

#include <stdio.h>

/* What GOption fills, before it is checked. */
typedef struct {
  char *format;
  char *reply;
  char *host;
  char **rules;
  char **formats;
  char **keep_headers;
  char *trust;
  gboolean no_formats;
  gboolean explain;
  gboolean version;
  char **inputs;
} Raw;

static void
raw_clear(Raw *raw)
{
  g_free(raw->format);
  g_free(raw->reply);
  g_free(raw->host);
  g_free(raw->trust);
  g_strfreev(raw->rules);
  g_strfreev(raw->formats);
  g_strfreev(raw->keep_headers);
  g_strfreev(raw->inputs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Raw, raw_clear)

static gboolean
parse_arguments(Raw *raw, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"format", 'f', 0, G_OPTION_ARG_STRING, &raw->format,
       "table (default), json or ndjson", "FORMAT"},
      {"explain", 'e', 0, G_OPTION_ARG_NONE, &raw->explain,
       "Say what each class means, in your language (table)", NULL},
      {"reply", 'r', 0, G_OPTION_ARG_STRING, &raw->reply,
       "Classify an SMTP reply; - reads one a line", "REPLY"},
      {"host", 0, 0, G_OPTION_ARG_STRING, &raw->host,
       "The server that gave the reply", "HOST"},
      {"rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->rules,
       "Rules of your own (may be repeated)", "FILE"},
      {"formats", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->formats,
       "Formats of your own (may be repeated)", "FILE"},
      {"no-formats", 0, 0, G_OPTION_ARG_NONE, &raw->no_formats,
       "Read prose with the general reader alone", NULL},
      {"keep-header", 0, 0, G_OPTION_ARG_STRING_ARRAY, &raw->keep_headers,
       "Keep this header field of originals", "NAME"},
      {"trust", 0, 0, G_OPTION_ARG_STRING, &raw->trust,
       "Believe this server's Authentication-Results", "HOST"},
      {"version", 'V', 0, G_OPTION_ARG_NONE, &raw->version, "Show the version",
       NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->inputs,
       NULL, "[FILE|DIRECTORY|MAILDIR|MBOX|-]..."},
      {0},
  };
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  g_option_context_set_summary(
      context, "Tells what bounced mail says: who did not get it, why, and "
               "what to do.");
  g_option_context_set_description(
      context, "Exit status: 0 all was read, 1 something could not be read, "
               "2 wrong usage.");
  g_option_context_add_main_entries(context, entries, NULL);
  return g_option_context_parse(context, &argc, &argv, error);
}

static BounceParser *
make_parser(const Raw *raw, BounceError **error)
{
  BounceParser *parser = bounce_parser_new();
  bool good = true;
  for (char **p = raw->rules; good && p && *p; p++)
    good = bounce_parser_add_rules_file(parser, *p, error);
  for (char **p = raw->formats; good && p && *p; p++)
    good = bounce_parser_add_formats_file(parser, *p, error);
  for (char **p = raw->keep_headers; p && *p; p++)
    bounce_parser_keep_header(parser, *p);
  bounce_parser_trust_server(parser, raw->trust);
  bounce_parser_use_formats(parser, !raw->no_formats);
  if (good)
    return parser;
  bounce_parser_unref(parser);
  return NULL;
}

static int
usage(const char *message)
{
  fprintf(stderr, "bounce: %s\nTry 'bounce --help'.\n", message);
  return EXIT_USAGE;
}

gboolean
options_read(Options *options, int argc, char **argv, int *status)
{
  g_auto(Raw) raw = {0};
  g_autoptr(GError) problem = NULL;
  BounceError *error = NULL;
  *status = EXIT_OK;
  if (!parse_arguments(&raw, argc, argv, &problem)) {
    *status = usage(problem->message);
    return FALSE;
  }
  if (raw.version) {
    printf("bounce (libbounce) %s\n", bounce_version());
    return FALSE;
  }
  if (!output_format_from_string(raw.format ? raw.format : "table",
                                 &options->output.format)) {
    g_autofree char *message =
        g_strdup_printf("unknown format '%s'", raw.format);
    *status = usage(message);
    return FALSE;
  }
  if (!raw.inputs && !raw.reply) {
    *status = usage("nothing to read: name files, or - for standard input");
    return FALSE;
  }
  options->parser = make_parser(&raw, &error);
  if (!options->parser) {
    *status = usage(bounce_error_message(error));
    bounce_error_free(error);
    return FALSE;
  }
  options->output.explain = raw.explain;
  options->inputs = g_steal_pointer(&raw.inputs);
  options->reply = g_steal_pointer(&raw.reply);
  options->host = g_steal_pointer(&raw.host);
  return TRUE;
}

void
options_clear(Options *options)
{
  g_strfreev(options->inputs);
  g_free(options->reply);
  g_free(options->host);
  bounce_parser_unref(options->parser);
}
