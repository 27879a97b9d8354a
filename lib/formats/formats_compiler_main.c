/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* compile-formats OUTPUT FORMATS...: writes formats as constant tables in C.
 * Runs while the library is built; a mistake stops the build. */
#include <stdio.h>
#include <stdlib.h>

#include "formats/format_write.h"

static void
stop(const char *message)
{
  fprintf(stderr, "compile-formats: %s\n", message);
  exit(EXIT_FAILURE);
}

int
main(int argc, char **argv)
{
  GError *failure = NULL;
  BounceError *error = NULL;
  if (argc < 3)
    stop("usage: compile-formats OUTPUT FORMATS...");
  guint n = (guint)argc - 2;
  g_autofree FormatText *texts = g_new0(FormatText, n);
  for (guint i = 0; i < n; i++) {
    texts[i].name = argv[i + 2];
    if (!g_file_get_contents(argv[i + 2], (char **)&texts[i].text,
                             &texts[i].length, &failure))
      stop(failure->message);
  }
  FormatSet *set = formats_compile(texts, n, NULL, &error);
  if (!set)
    stop(bounce_error_message(error));
  g_autofree char *source = formats_write(set);
  formats_free(set);
  for (guint i = 0; i < n; i++)
    g_free((gpointer)(guintptr)texts[i].text);
  if (!g_file_set_contents(argv[1], source, -1, &failure))
    stop(failure->message);
  return EXIT_SUCCESS;
}
