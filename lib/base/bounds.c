/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/bounds.h"

const Limits limits_default = {
    .message_bytes = 128 * 1024 * 1024,
    .depth = 32,
    .parts = 256,
    .headers = 1000,
    .header_bytes = 256 * 1024,
    .line_bytes = 64 * 1024,
    .recipients = 10000,
    .text_bytes = 4 * 1024 * 1024,
};

guint64 *
limits_at(Limits *limits, BounceLimit which)
{
  switch (which) {
  case BOUNCE_LIMIT_MESSAGE_BYTES:
    return &limits->message_bytes;
  case BOUNCE_LIMIT_DEPTH:
    return &limits->depth;
  case BOUNCE_LIMIT_PARTS:
    return &limits->parts;
  case BOUNCE_LIMIT_HEADERS:
    return &limits->headers;
  case BOUNCE_LIMIT_HEADER_BYTES:
    return &limits->header_bytes;
  case BOUNCE_LIMIT_LINE_BYTES:
    return &limits->line_bytes;
  case BOUNCE_LIMIT_RECIPIENTS:
    return &limits->recipients;
  case BOUNCE_LIMIT_TEXT_BYTES:
    return &limits->text_bytes;
  default:
    return NULL;
  }
}
