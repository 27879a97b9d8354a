/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Telling in which format a bounce is written. */
#ifndef LIB_FORMAT_KNOWN_H
#define LIB_FORMAT_KNOWN_H

#include <glib.h>

#include "evidence/fields.h"
#include "formats/format.h"

/* What a message's outside says about who sent it. */
typedef struct {
  gboolean system;    /* a mail system: MAILER-DAEMON and the like */
  gboolean nobody;    /* the null sender (RFC 5321 section 4.5.5) */
  gboolean likely;    /* a program */
  gboolean answer;    /* to one message (RFC 3834 section 5: auto-replied) */
  gboolean announced; /* its subject speaks of a bounce */
  gboolean unlikely;  /* a list, a person */
  gboolean listed;    /* a list's fields */
  gboolean by_header; /* the format is known by a header field, too */
} Outside;

/* The format of a message with this header and report, or NULL; adds what the
 * marks of general stanzas say to *outside. */
const Format *format_choose(Arena *arena, GPtrArray *sets, gboolean use_formats,
                            const Fields *header, const char *text,
                            gsize length, Outside *outside);

#endif
