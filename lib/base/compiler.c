/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/compiler.h"

#include <stdio.h>
#include <stdlib.h>

StanzaText *
compiler_read_files(const char *program, char **paths, guint n)
{
  StanzaText *texts = g_new0(StanzaText, n);
  for (guint i = 0; i < n; i++) {
    g_autoptr(GError) error = NULL;
    texts[i].name = paths[i];
    if (!g_file_get_contents(paths[i], (char **)&texts[i].text,
                             &texts[i].length, &error)) {
      fprintf(stderr, "%s: %s\n", program, error->message);
      exit(EXIT_FAILURE);
    }
  }
  return texts;
}

void
compiler_free_files(StanzaText *texts, guint n)
{
  for (guint i = 0; i < n; i++)
    g_free((gpointer)(guintptr)texts[i].text);
  g_free(texts);
}

gboolean
compiler_write_file(const char *program, const char *path, const char *text)
{
  g_autoptr(GError) error = NULL;
  if (g_file_set_contents(path, text, -1, &error))
    return TRUE;
  fprintf(stderr, "%s: %s\n", program, error->message);
  return FALSE;
}
