/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a parser was told; read-only while it parses. */
#ifndef LIB_CONFIG_H
#define LIB_CONFIG_H

#include <glib.h>

#include "classification/classify.h"
#include "base/bounds.h"

typedef struct FormatSet FormatSet;

typedef struct {
  Limits limits;
  GPtrArray *keep_headers; /* char *, names of header fields */
  char *trusted_server;    /* authserv-id, NULL: none */
  char *verp_delimiters;   /* never NULL */
  gboolean use_formats;
  gboolean keep_parts; /* in reports */
  GPtrArray *rule_sets;   /* RuleSet *: user's first, the built-in one last */
  GPtrArray *format_sets; /* FormatSet *: user's first, the built-in last */
} Config;

#endif
