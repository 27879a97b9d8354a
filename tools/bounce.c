/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bounce: what bounced mail says, for people and scripts. */
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

#include "append.h"
#include "check.h"
#include "options.h"
#include "scan.h"
#include "text.h"

/* The library opens its catalogue, which has the tool's texts too, with its
 * first text. BOUNCE_LOCALE_DIR: one that is not installed yet. */
static void
open_catalogue(void)
{
  const char *directory = getenv("BOUNCE_LOCALE_DIR");
  setlocale(LC_ALL, "");
  bounce_class_title(BOUNCE_CLASS_UNDETERMINED);
  if (directory)
    bindtextdomain(TEXT_DOMAIN, directory);
}

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
  open_catalogue();
  if (check_is_wanted(argv))
    return check_files(argv);
  return append_is_wanted(argv) ? append_guard(command, argc, argv)
                                : command(argc, argv);
}
