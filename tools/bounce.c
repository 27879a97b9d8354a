/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bounce: what bounced mail says, for people and scripts. */
#include <locale.h>

#include "options.h"
#include "scan.h"

int
main(int argc, char **argv)
{
  Options options = {0};
  int status;
  setlocale(LC_ALL, "");
  if (options_read(&options, argc, argv, &status))
    status = scan(&options);
  options_clear(&options);
  return status;
}
