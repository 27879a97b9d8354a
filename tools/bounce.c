/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bounce: what bounced mail says, for people and scripts. */
#include <locale.h>

#include "append.h"
#include "options.h"
#include "scan.h"

static int
command(int argc, char **argv)
{
  Options options = {0};
  int status;
  if (options_read(&options, argc, argv, &status))
    status = options.append ? append_message(options.parser, options.append)
                            : scan(&options);
  options_clear(&options);
  return status;
}

int
main(int argc, char **argv)
{
  setlocale(LC_ALL, "");
  return append_is_wanted(argv) ? append_guard(command, argc, argv)
                                : command(argc, argv);
}
