/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Splitting a stream into messages: one message, or an mbox (RFC 4155). */
#ifndef LIB_MBOX_H
#define LIB_MBOX_H

#include <gio/gio.h>

#include <bounce/error.h>

typedef struct Mbox Mbox;

/* Takes the descriptor over when `close_fd`; then it must stand at its start.
 * What starts with gzip's magic bytes is decompressed. */
Mbox *mbox_new(int fd, gboolean close_fd);
void mbox_free(Mbox *mbox);

/* The next message's bytes, at most `most` of them and one more; NULL at the
 * end and with an error, after which nothing follows. */
GByteArray *mbox_next(Mbox *mbox, const char *name, guint64 most,
                      BounceError **error);

#endif
