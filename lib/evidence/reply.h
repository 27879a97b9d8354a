/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SMTP replies (RFC 5321 section 4.2) inside other text. */
#ifndef LIB_REPLY_H
#define LIB_REPLY_H

#include <glib.h>

#include "base/arena.h"
#include "evidence/status.h"

typedef struct {
  guint32 code;     /* 200 to 599, 0: none stated */
  Status status;    /* 0: none stated */
  const char *text; /* the server's words from the code on, on one line,
                       without the repeated codes of a multi-line reply; the
                       whole text when no code is stated; NULL when empty */
} Reply;

/* Reads the reply in a text such as "smtp; 550-5.1.1 No such user\n
 * 550 5.1.1 here", "host mx.example.org said: 550 5.1.1 ..." or "x-unix; ...".
 * Linear in length. */
void reply_read(Arena *arena, const char *text, gsize length, Reply *reply);

/* Finds where a reply code stands in a text: its offset, or -1. */
gssize reply_find_code(const char *text, gsize length, guint32 *code);

#endif
