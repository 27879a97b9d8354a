/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input.h"

void
input_add_options(Input *input, GOptionGroup *group)
{
  const GOptionEntry entries[] = {
      {"reply", 'r', 0, G_OPTION_ARG_STRING, &input->reply,
       "Classify an SMTP reply; - reads one a line", "REPLY"},
      {"host", 0, 0, G_OPTION_ARG_STRING, &input->host,
       "The server that gave the reply", "HOST"},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &input->paths,
       NULL, "[FILE|DIRECTORY|MAILDIR|MBOX|-]..."},
      {0},
  };
  g_option_group_add_entries(group, entries);
}

char *
input_open(Input *input)
{
  if (!input->paths && !input->reply)
    return g_strdup("nothing to read: name files, or - for standard input");
  return NULL;
}

void
input_clear(Input *input)
{
  g_strfreev(input->paths);
  g_free(input->reply);
  g_free(input->host);
}
