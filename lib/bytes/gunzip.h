/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What gzip made: members one after another (RFC 1952 section 2.2), as
 * `gzip >> FILE` appends them. GIO's own converter ends with the first. */
#ifndef LIB_GUNZIP_H
#define LIB_GUNZIP_H

#include <gio/gio.h>

GConverter *gunzip_new(void);

/* Whether a file that starts so is for it. */
gboolean gunzip_is_for(const char *bytes, gsize length);

#endif
