/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A message without what nobody will read: bodies of returned originals and
 * attachments, header fields that are not about MIME, what is beyond a limit.
 * GMime is given this, so that its work does not grow with what is left out,
 * whatever the message. */
#ifndef LIB_CONDENSE_H
#define LIB_CONDENSE_H

#include "walk/walk.h"

/* The condensed form of a message whose header was read into walk->header and
 * whose body starts at `body`. The walk's reached limits are set. */
GByteArray *condense(Walk *walk, const char *body, gsize length);

#endif
