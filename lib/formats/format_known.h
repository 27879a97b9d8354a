/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Telling in which format a bounce is written. */
#ifndef LIB_FORMAT_KNOWN_H
#define LIB_FORMAT_KNOWN_H

#include <glib.h>

#include "evidence/fields.h"
#include "formats/format.h"

/* As much of a report as is looked at for marks. */
#define MAX_MARKED (64 * 1024)

/* What a message's outside says about who sent it. */
typedef struct {
  gboolean system;    /* a mail system: MAILER-DAEMON and the like */
  gboolean nobody;    /* the null sender (RFC 5321 section 4.5.5) */
  gboolean likely;    /* a program, or so its subject says */
  gboolean program;   /* a program, whatever its subject says */
  gboolean bare;      /* none: what was handed over may be a bounce's text */
  gboolean answer;    /* to one message (RFC 3834 section 5: auto-replied) */
  gboolean announced; /* its subject speaks of a bounce */
  gboolean unlikely;  /* a list, a person */
  gboolean listed;    /* a list's fields */
  gboolean by_header; /* the format is known by a header field, too */
} Outside;

/* What was found of the marks of each set. */
typedef struct {
  Arena *arena;
  GPtrArray *sets;
  struct Marks *marks;
} FormatSearch;

/* Looks at a message's header; adds what the marks of general stanzas say to
 * *outside. FALSE: whatever its text holds, nothing outside speaks for a
 * bounce. */
gboolean format_search_header(FormatSearch *search, Arena *arena,
                              GPtrArray *sets, const Fields *header,
                              Outside *outside);

/* Then looks at the text: the format of the message, or NULL. */
const Format *format_search_text(FormatSearch *search, gboolean use_formats,
                                 const char *text, gsize length,
                                 Outside *outside);

#endif
