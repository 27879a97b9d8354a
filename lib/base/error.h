/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Making the errors that <bounce/error.h> lets callers read. */
#ifndef LIB_ERROR_H
#define LIB_ERROR_H

#include <glib.h>

#include <bounce/error.h>

/* Stores a new error where the caller wants one. `line` is 0 where lines don't
 * apply. The message must be one line of UTF-8; control characters that came
 * in with an argument are replaced. */
void error_set(BounceError **error, BounceErrorCode code, guint line,
               const char *format, ...) G_GNUC_PRINTF(4, 5);

/* What was wrong with a file, by its name. */
void error_set_io(BounceError **error, const char *name, const char *problem);

/* The same with "NAME:LINE: " before the message. */
void error_set_place(BounceError **error, BounceErrorCode code,
                     const char *name, guint line, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

#endif
