/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one place that calls iconv. */
#ifndef LIB_CONVERT_H
#define LIB_CONVERT_H

#include <glib.h>

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* To UTF-8; a byte that can't be decoded becomes U+FFFD, and *bad counts it.
 * NULL when the character set is unknown, or when there are more than `most` of
 * them: each takes a call. */
GString *convert(const char *bytes, gsize length, const char *charset,
                 gsize most, gsize *bad);

#endif
