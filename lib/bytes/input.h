/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading files and descriptors. */
#ifndef LIB_INPUT_H
#define LIB_INPUT_H

#include <glib.h>

#include <bounce/error.h>

/* All bytes until the end, at most `most` and one more, which tells that there
 * are more. NULL and an error when something fails; `name` is for it. */
GByteArray *input_read_fd(int fd, const char *name, guint64 most,
                          BounceError **error);
GByteArray *input_read_file(const char *path, guint64 most,
                            BounceError **error);

#endif
