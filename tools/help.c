/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "help.h"

#include <stdio.h>

#include <bounce/bounce.h>

/* 24 lines of 80 columns, with the prompt. */
static const char screen[] =
    "Usage: bounce [OPTION...] [FILE|DIRECTORY|MAILDIR|MBOX|-]...\n"
    "Tells what bounced mail says: who did not get it, why, and what to do.\n"
    "\n"
    "  -f, --format=FORMAT    table, long, summary, html, csv, json, "
    "ndjson, sisimai\n"
    "  -e, --explain          also what each class means, in your language\n"
    "      --addresses        the hard-bounced addresses alone, each once\n"
    "      --only=LIST        hard, soft, classes (mailbox_full), categories, "
    "kinds\n"
    "      --domain=LIST      recipients in these domains and their "
    "subdomains\n"
    "      --since=DATE       since 2026-11-24 (UTC), or in the last 12h, 7d, "
    "2w\n"
    "      --fail-on=LIST     exit status 3 when one of these is among them\n"
    "  -r, --reply=REPLY      classify an SMTP reply (--host=HOST gave it)\n"
    "      --files-from=LIST  read the files that a list names (-0: ended by "
    "NUL)\n"
    "  -j, --jobs=N           threads; -q, --quiet: no progress\n"
    "      --why              the message with the lines that decided\n"
    "      --undetermined     groups of what could not be classified\n"
    "      --rules=FILE       rules of your own, --formats=FILE: formats\n"
    "      --append=FILE      a mail server's filter: one report to FILE\n"
    "      --help-all         all options; man bounce tells more\n"
    "\n"
    "bounce check-rules FILE..., bounce check-formats FILE...: check your "
    "own.\n"
    "Exit status: 0 all was read, 1 something could not be read or written,\n"
    "2 wrong usage, 3 --fail-on found something.\n";

void
help_add_options(Help *help, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
      {"help", 'h', 0, G_OPTION_ARG_NONE, &help->help, "Show common options",
       NULL},
      {"help-all", 0, 0, G_OPTION_ARG_NONE, &help->help_all, "Show all options",
       NULL},
      {"version", 'V', 0, G_OPTION_ARG_NONE, &help->version, "Show the version",
       NULL},
      {0},
  };
  g_option_group_add_entries(group, entries);
}

gboolean
help_is_wanted(const Help *help)
{
  return help->help || help->help_all || help->version;
}

gboolean
help_answer(const Help *help, GOptionContext *context)
{
  if (help->help_all) {
    g_autofree char *all = g_option_context_get_help(context, FALSE, NULL);
    fputs(all, stdout);
  } else if (help->help) {
    fputs(screen, stdout);
  } else if (help->version) {
    printf("bounce (libbounce) %s\n", bounce_version());
  }
  return help_is_wanted(help);
}
