/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What captures match: typed pieces at the start of a folded span. */
#ifndef LIB_FORMAT_CAPTURE_H
#define LIB_FORMAT_CAPTURE_H

#include <glib.h>

#include <bounce/types.h>

/* A piece in a span. */
typedef struct {
  gsize start;
  gsize length;
} Piece;

/* Each returns how many bytes it took, 0 when there is no such thing at the
 * start of the span, and where the thing itself stands. */
gsize capture_address(const char *text, gsize length, Piece *address);
/* The next address anywhere in a span, from *at on; *at is past it then.
 * Addresses in URLs are none. */
gboolean capture_next_address(const char *text, gsize length, gsize *at,
                              Piece *address);

/* What separates addresses: blanks, marks, and before the last one a word that
 * joins; 0 for none. */
gsize capture_separator(const char *text, gsize length);

gsize capture_mailbox(const char *text, gsize length, Piece *mailbox);
gsize capture_host(const char *text, gsize length, Piece *host);
gsize capture_ip(const char *text, gsize length, Piece *ip);
gsize capture_code(const char *text, gsize length, Piece *code);
gsize capture_status(const char *text, gsize length, Piece *status);
gsize capture_message_id(const char *text, gsize length, Piece *id);

/* A host name, an address literal or both. */
gsize capture_mta(const char *text, gsize length, Piece *mta);

/* The SMTP command that a span names, 0: none. */
BounceCommand capture_command(const char *text, gsize length);

/* Whether a span may be a date or time. */
gboolean capture_is_date(const char *text, gsize length);

#endif
