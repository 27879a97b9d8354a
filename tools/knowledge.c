/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "knowledge.h"

#include <string.h>

#define SYSTEM_FOLDER "/etc/bounce"

typedef bool (*AddFile)(BounceParser *parser, const char *path,
                        BounceError **error);

void
knowledge_add_options(Knowledge *knowledge, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
      {"rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &knowledge->rules,
       "Rules of your own (may be repeated)", "FILE"},
      {"formats", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &knowledge->formats,
       "Formats of your own (may be repeated)", "FILE"},
      {"no-config", 0, 0, G_OPTION_ARG_NONE, &knowledge->no_config,
       "Leave ~/.config/bounce and /etc/bounce alone", NULL},
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

static int
compare_names(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The files of a folder with this ending, in the order of their names. A folder
 * that is not there or closed to us (a mail server's user has no home) holds
 * none; what stands in it must be good. */
static bool
add_folder(BounceParser *parser, const char *folder, const char *ending,
           AddFile add, BounceError **error)
{
  g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  const char *name;
  bool good = true;
  while (directory && (name = g_dir_read_name(directory)))
    if (name[0] != '.' && g_str_has_suffix(name, ending))
      g_ptr_array_add(names, g_build_filename(folder, name, NULL));
  g_ptr_array_sort(names, compare_names);
  for (guint i = 0; good && i < names->len; i++)
    good = add(parser, names->pdata[i], error);
  return good;
}

static bool
add_folders(BounceParser *parser, const char *ending, AddFile add,
            BounceError **error)
{
  g_autofree char *user =
      g_build_filename(g_get_user_config_dir(), "bounce", NULL);
  bool good = add_folder(parser, user, ending, add, error);
  const char *const *folder = g_get_system_config_dirs();
  for (; good && *folder; folder++) {
    g_autofree char *path = g_build_filename(*folder, "bounce", NULL);
    good = add_folder(parser, path, ending, add, error);
  }
  return good && add_folder(parser, SYSTEM_FOLDER, ending, add, error);
}

static bool
add_all(const Knowledge *knowledge, BounceParser *parser, char **files,
        const char *ending, AddFile add, BounceError **error)
{
  for (; files && *files; files++)
    if (!add(parser, *files, error))
      return false;
  return knowledge->no_config || add_folders(parser, ending, add, error);
}

BounceParser *
knowledge_make_parser(const Knowledge *knowledge, BounceError **error)
{
  BounceParser *parser = bounce_parser_new();
  bool good = add_all(knowledge, parser, knowledge->rules, ".rules",
                      bounce_parser_add_rules_file, error) &&
              add_all(knowledge, parser, knowledge->formats, ".formats",
                      bounce_parser_add_formats_file, error);
  bounce_parser_trust_server(parser, knowledge->trust);
  bounce_parser_use_formats(parser, !knowledge->no_formats);
  if (good)
    return parser;
  bounce_parser_unref(parser);
  return NULL;
}

char *
knowledge_keep_headers(const Knowledge *knowledge, BounceParser *parser)
{
  for (char **p = knowledge->keep_headers; p && *p; p++)
    if (!bounce_parser_keep_header(parser, *p))
      return g_strdup_printf("--keep-header: '%s' is no name of a header field",
                             *p);
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
