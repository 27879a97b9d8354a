/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* compile-formats OUTPUT FORMATS...: writes formats as constant tables in C.
 * Runs while the library is built; a mistake stops the build. */
#include <stdio.h>
#include <stdlib.h>

#include "base/compiler.h"
#include "formats/format_write.h"

#define PROGRAM "compile-formats"

int
main(int argc, char **argv)
{
  BounceError *error = NULL;
  guint n = (guint)MAX(argc - 2, 0);
  if (!n) {
    fprintf(stderr, "usage: " PROGRAM " OUTPUT FORMATS...\n");
    return 2;
  }
  StanzaText *texts = compiler_read_files(PROGRAM, argv + 2, n);
  FormatSet *set = formats_compile(texts, n, NULL, &error);
  g_autofree char *source = set ? formats_write(set) : NULL;
  if (error)
    fprintf(stderr, PROGRAM ": %s\n", bounce_error_message(error));
  bounce_error_free(error);
  formats_free(set);
  compiler_free_files(texts, n);
  return source && compiler_write_file(PROGRAM, argv[1], source) ? EXIT_SUCCESS
                                                                 : EXIT_FAILURE;
}
