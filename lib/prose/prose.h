/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading what servers write for people. */
#ifndef LIB_PROSE_H
#define LIB_PROSE_H

#include "evidence/evidence.h"

/* What a server's words say beside the reply: "host mx.example.org[192.0.2.1]
 * said: ... (in reply to RCPT TO command)" gives the remote host and the
 * command. Fills only what the facts lack. */
void prose_read_words(const Config *config, Arena *arena, const char *text,
                      gsize length, RecipientFacts *facts);

#endif
