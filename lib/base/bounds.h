/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The limits that a parser holds to; include/bounce/parser.h says what each
 * is about. */
#ifndef LIB_BOUNDS_H
#define LIB_BOUNDS_H

#include <glib.h>

#include <bounce/types.h>

typedef struct {
  guint64 message_bytes;
  guint64 depth;
  guint64 parts;
  guint64 headers;
  guint64 header_bytes;
  guint64 line_bytes;
  guint64 recipients;
  guint64 text_bytes;
} Limits;

extern const Limits limits_default;

/* The limit for one bit of BounceLimit, or NULL. */
guint64 *limits_at(Limits *limits, BounceLimit which);

#endif
