/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Telling what bytes are by looking at them, where no label or a wrong one
 * says it. */
#ifndef LIB_SNIFF_H
#define LIB_SNIFF_H

#include <glib.h>

#include "evidence/fields.h"
#include "walk/walk.h"

/* Whether these are the header fields of a mail: at least one is a field that
 * RFC 5322, RFC 2045 or mail servers' trace fields define. */
gboolean sniff_header(const Fields *fields);

/* Whether a header is that of a mail system's message: from the null sender
 * (RFC 5321 section 4.5.5), a mailer daemon or a postmaster. */
gboolean sniff_daemon(const Fields *header);

/* Whether a header's From is a mailer daemon or a postmaster. */
gboolean sniff_daemon_name(const Fields *header);

/* Whether a text holds nothing but white space. */
gboolean sniff_is_blank(const char *text, gsize length);

/* Whether a line with its line end holds nothing else; CR CR LF is one, too. */
gboolean sniff_line_is_empty(const char *line, gsize length);

/* Length of a message's header with the empty line after it. */
gsize sniff_header_length(const char *bytes, gsize length);

/* What a text part holds, by its first lines: PART_DELIVERY_STATUS or
 * PART_TEXT, in a later part also PART_FEEDBACK_REPORT or PART_ORIGINAL. */
PartKind sniff_kind(const Part *part, gboolean later);

/* Whether the header of a MIME part holds a message's own fields: some systems
 * put those of the original there. */
gboolean sniff_part_header(const Fields *fields);

#endif
