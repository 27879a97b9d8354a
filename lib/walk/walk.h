/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The walk: a message becomes a short list of parts. The only place that knows
 * GMime; everything after it works on plain spans. */
#ifndef LIB_WALK_H
#define LIB_WALK_H

#include <glib.h>

#include <bounce/types.h>

#include "base/arena.h"
#include "evidence/fields.h"
#include "base/bounds.h"

typedef enum {
  PART_TEXT,            /* prose: text/plain and what has no better type */
  PART_HTML,            /* text/html, not converted */
  PART_DELIVERY_STATUS, /* RFC 3464, RFC 6533 section 3 */
  PART_FEEDBACK_REPORT, /* RFC 5965 */
  PART_DISPOSITION,     /* RFC 8098 */
  PART_ORIGINAL,        /* the returned original or its header; text is its
                           header block, followed by what is at hand */
  PART_OTHER            /* not read: images, archives ... */
} PartKind;

typedef struct {
  PartKind kind;
  const char *path; /* "1", "2.1": as IMAP numbers parts */
  const char *type; /* "text/plain", lower case */
  const char *text; /* decoded, UTF-8, LF line ends, NUL after its end */
  gsize length;
  guint letters; /* that it says, 0: blank; parts.c counts a few */
  Fields fields; /* of PART_ORIGINAL: its header */
  guint depth;   /* 0 for a message without multipart */
} Part;

typedef struct {
  Arena *arena; /* owns all of it */
  const Limits *limits;
  BounceLimit reached;
  Fields header;           /* of the message itself */
  gboolean daemon;         /* it is a mail system's (sniff_daemon()) */
  Fields wrapped;          /* header of the report that it wraps, or none */
  const char *header_text; /* in which its lines are counted, NULL: none */
  const char *type;        /* its content type, "multipart/report" */
  const char *report_type; /* parameter report-type, or NULL */
  gboolean bare;           /* a text without any header */
  Part *parts;
  guint n_parts;
  guint capacity;
} Walk;

/* Walks a message in memory. Nothing of the bytes is kept. */
void walk_bytes(Walk *walk, const char *bytes, gsize length);

/* Walks a GMimeMessage. */
void walk_message(Walk *walk, void *gmime_message);

/* Whether the report ends with the next returned original: that is the last
 * part (RFC 6522 section 3) of what a mail system sends. What stands behind it,
 * large or not, is not looked at. */
gboolean walk_ends(const Walk *walk);

/* Whether that original was just read. */
gboolean walk_is_at_end(const Walk *walk);

/* The header of the report: the wrapped one's, or the message's own. */
const Fields *walk_report_header(const Walk *walk);

/* The first part of a kind, or NULL. */
const Part *walk_find(const Walk *walk, PartKind kind);

#endif
