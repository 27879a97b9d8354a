/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fixtures.h"

#include <string.h>

static void
find(GPtrArray *paths, const char *folder)
{
  GDir *directory = g_dir_open(folder, 0, NULL);
  const char *name;
  while (directory && (name = g_dir_read_name(directory))) {
    char *path = g_build_filename(folder, name, NULL);
    if (g_file_test(path, G_FILE_TEST_IS_DIR))
      find(paths, path);
    if (g_str_has_suffix(name, ".eml"))
      g_ptr_array_add(paths, path);
    else
      g_free(path);
  }
  if (directory)
    g_dir_close(directory);
}

static int
compare_paths(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
fixtures_find(const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
  find(paths, folder);
  g_ptr_array_sort(paths, compare_paths);
  return paths;
}
