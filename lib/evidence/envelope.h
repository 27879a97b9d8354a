/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses that hide another one: VERP, BATV, SRS. */
#ifndef LIB_ENVELOPE_H
#define LIB_ENVELOPE_H

#include <glib.h>

#include "base/arena.h"

typedef struct {
  const char *recipient; /* VERP: to whom the message went */
  const char *sender;    /* BATV, SRS: the first envelope sender */
  const char *token;     /* the prefix, tag or hash */
  const char *scheme;    /* "verp", "batv", "srs0", "srs1" */
} HiddenAddress;

/* Decodes an address; FALSE when it hides none. `delimiters` are those of
 * VERP (bounce_parser_set_verp_delimiters()). */
gboolean envelope_decode(Arena *arena, const char *address,
                         const char *delimiters, HiddenAddress *hidden);

#endif
