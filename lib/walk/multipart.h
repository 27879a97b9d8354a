/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of a message in memory. GMime is given what takes its knowledge,
 * content types and encodings, and nothing that nobody will read: bodies of
 * returned originals and attachments are passed over. */
#ifndef LIB_MULTIPART_H
#define LIB_MULTIPART_H

#include "walk/walk.h"

/* Adds the parts of a message whose header was read into walk->header and whose
 * body is given. */
void multipart_walk(Walk *walk, const char *body, gsize length);

#endif
