/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the parser is told: rules and formats of one's own, and its settings. */
#ifndef TOOLS_KNOWLEDGE_H
#define TOOLS_KNOWLEDGE_H

#include <glib.h>

#include <bounce/bounce.h>

/* What the options fill. */
typedef struct {
  char **rules;
  char **formats;
  char **keep_headers;
  char *trust;
  gboolean no_formats;
  gboolean no_config;
} Knowledge;

void knowledge_add_options(Knowledge *knowledge, GOptionGroup *group);
/* NULL: the error names the file and the line. Before what is built in stand
 * the files that the options name, then the user's, then the system's. */
BounceParser *knowledge_make_parser(const Knowledge *knowledge,
                                    BounceError **error);
/* What is wrong with the names of header fields, to be freed, or NULL. */
char *knowledge_keep_headers(const Knowledge *knowledge, BounceParser *parser);
void knowledge_clear(Knowledge *knowledge);

#endif
