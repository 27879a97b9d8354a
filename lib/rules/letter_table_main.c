/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* make-letters OUTPUT: writes what letter_fold() gives as a table in C. Runs
 * while the library is built. */
#include <stdio.h>

#include "rules/letter.h"

int
main(int argc, char **argv)
{
  g_autoptr(GString) out = g_string_new("/* Made by make-letters. */\n");
  gunichar c;

  if (argc != 2) {
    fprintf(stderr, "usage: make-letters OUTPUT\n");
    return 2;
  }
  g_string_append(out, "static const guint16 letter_table[] = {\n");
  for (c = 0; c < LETTER_TABLE_END; c++)
    g_string_append_printf(out, c % 12 == 11 ? "%u,\n" : "%u,", letter_fold(c));
  g_string_append(out, "\n};\n");
  return g_file_set_contents(argv[1], out->str, (gssize)out->len, NULL) ? 0 : 1;
}
