/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "knowledge.h"

void
knowledge_add_options(Knowledge *knowledge, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
      {"rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &knowledge->rules,
       "Rules of your own (may be repeated)", "FILE"},
      {"formats", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &knowledge->formats,
       "Formats of your own (may be repeated)", "FILE"},
      {"no-formats", 0, 0, G_OPTION_ARG_NONE, &knowledge->no_formats,
       "Read prose with the general reader alone", NULL},
      {"keep-header", 0, 0, G_OPTION_ARG_STRING_ARRAY, &knowledge->keep_headers,
       "Keep this header field of originals", "NAME"},
      {"trust", 0, 0, G_OPTION_ARG_STRING, &knowledge->trust,
       "Believe this server's Authentication-Results", "HOST"},
      {0},
  };
  g_option_group_add_entries(group, entries);
}

BounceParser *
knowledge_make_parser(const Knowledge *knowledge, BounceError **error)
{
  BounceParser *parser = bounce_parser_new();
  bool good = true;
  for (char **p = knowledge->rules; good && p && *p; p++)
    good = bounce_parser_add_rules_file(parser, *p, error);
  for (char **p = knowledge->formats; good && p && *p; p++)
    good = bounce_parser_add_formats_file(parser, *p, error);
  for (char **p = knowledge->keep_headers; p && *p; p++)
    bounce_parser_keep_header(parser, *p);
  bounce_parser_trust_server(parser, knowledge->trust);
  bounce_parser_use_formats(parser, !knowledge->no_formats);
  if (good)
    return parser;
  bounce_parser_unref(parser);
  return NULL;
}

void
knowledge_clear(Knowledge *knowledge)
{
  g_strfreev(knowledge->rules);
  g_strfreev(knowledge->formats);
  g_strfreev(knowledge->keep_headers);
  g_free(knowledge->trust);
}
